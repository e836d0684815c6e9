import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type EvaluationReport, evaluationReport } from '../../../shared/model/evaluation-report.ts';
import { createRandom } from '../statistics/random.ts';
import { bootstrapIntervals, bootstrapResamples } from './bootstrap.ts';
import { encodeTruth, missingLabel, unknownLabel } from './encode-truth.ts';
import { evaluate } from './evaluate.ts';

/** Made by make-metrics.py beside it with scikit-learn. */
const golden = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/statistics/metrics.json', import.meta.url), 'utf8'),
);

interface GoldenBinary {
  truth: number[];
  scores: number[];
  metrics: Record<string, number>;
  confusion: number[][];
  roc: { x: number[]; y: number[] };
  precisionRecall: { x: number[]; y: number[] };
  calibration: { observed: number[]; predicted: number[] };
}

interface GoldenMulticlass {
  truth: number[];
  probabilities: number[];
  classes: number;
  metrics: Record<string, number>;
  confusion: number[][];
}

interface GoldenRegression {
  truth: number[];
  values: number[];
  metrics: Record<string, number>;
}

function expectMetrics(report: EvaluationReport, expected: Record<string, number>): void {
  expect(report.metrics.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort());
  for (const { name, value } of report.metrics) {
    expect(Math.abs((value ?? Number.NaN) - expected[name]!), name).toBeLessThan(1e-9);
  }
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of actual.entries()) expect(value).toBeCloseTo(expected[index]!, 11);
}

function binaryProbabilities(scores: readonly number[]): Float64Array {
  return Float64Array.from(scores.flatMap((score) => [1 - score, score]));
}

const binaryTask = { task: 'binary', classes: ['No', 'Yes'], seed: 7, resamples: 20 } as const;

describe('binary reports equal scikit-learn', () => {
  for (const [name, given] of Object.entries<GoldenBinary>(golden.binary)) {
    it(name, async () => {
      const probabilities = binaryProbabilities(given.scores);
      const report = await evaluate({ ...binaryTask, truth: given.truth, probabilities });
      expectMetrics(report, given.metrics);
      expect(report.confusion?.counts).toEqual(given.confusion);
      const [roc] = report.roc;
      const [curve] = report.precisionRecall;
      expectClose(
        roc!.points.map((point) => point.falsePositiveRate),
        given.roc.x,
      );
      expectClose(
        roc!.points.map((point) => point.truePositiveRate),
        given.roc.y,
      );
      expectClose(
        curve!.points.map((point) => point.recall),
        given.precisionRecall.x,
      );
      expectClose(
        curve!.points.map((point) => point.precision),
        given.precisionRecall.y,
      );
      expectClose(
        report.calibration!.bins.map((bin) => bin.observedShare),
        given.calibration.observed,
      );
      expectClose(
        report.calibration!.bins.map((bin) => bin.meanPredicted),
        given.calibration.predicted,
      );
    });
  }
});

describe('multi-class and regression reports equal scikit-learn', () => {
  for (const [name, given] of Object.entries<GoldenMulticlass>(golden.multiclass)) {
    it(name, async () => {
      const classes = Array.from({ length: given.classes }, (_, index) => `class ${index}`);
      const { truth, probabilities } = given;
      const report = await evaluate({
        task: 'multiclass',
        truth,
        probabilities,
        classes,
        seed: 1,
        resamples: 20,
      });
      expectMetrics(report, given.metrics);
      expect(report.confusion?.counts).toEqual(given.confusion);
      expect(report.calibration?.kind).toBe('top-label');
    });
  }
  for (const [name, given] of Object.entries<GoldenRegression>(golden.regression)) {
    it(name, async () => {
      const { truth, values } = given;
      const report = await evaluate({ task: 'regression', truth, values, seed: 1, resamples: 20 });
      expectMetrics(report, given.metrics);
      expect(report.residuals?.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(truth.length);
      expect(report.residuals?.sample).toHaveLength(truth.length);
    });
  }
});

describe('a report', () => {
  const { truth, scores } = golden.binary['tied scores'];
  const probabilities = binaryProbabilities(scores);

  it('is plain JSON of the agreed shape, the same for the same seed, another for another', async () => {
    const [first, same, other] = await Promise.all(
      [7, 7, 8].map((seed) => evaluate({ ...binaryTask, truth, probabilities, seed })),
    );
    expect(evaluationReport.parse(JSON.parse(JSON.stringify(first)))).toEqual(first);
    expect(same).toEqual(first);
    expect(other!.metrics[0]!.value).toBe(first!.metrics[0]!.value);
    expect(other!.metrics[0]!.interval).not.toEqual(first!.metrics[0]!.interval);
  });

  it('holds each value inside its interval', async () => {
    const report = await evaluate({ ...binaryTask, truth, probabilities, resamples: 300 });
    for (const { name, value, interval } of report.metrics) {
      expect(interval!.low, name).toBeLessThan(value!);
      expect(interval!.high, name).toBeGreaterThan(value!);
    }
  });

  it('counts a score at the threshold as positive', async () => {
    const report = await evaluate({
      ...binaryTask,
      truth: [0, 1, 1, 0],
      probabilities: binaryProbabilities([0.3, 0.7, 0.6, 0.7]),
      threshold: 0.7,
    });
    expect(report.confusion?.counts).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(report.thresholds.find(({ threshold }) => threshold === 0.7)).toMatchObject({
      truePositives: 1,
      falsePositives: 1,
      falseNegatives: 1,
      trueNegatives: 1,
    });
  });

  it('finds the best thresholds', async () => {
    const report = await evaluate({
      ...binaryTask,
      truth: [0, 0, 0, 1, 1, 0],
      probabilities: binaryProbabilities([0.1, 0.2, 0.3, 0.6, 0.8, 0.7]),
    });
    expect(report.bestThresholds).toMatchObject([
      { criterion: 'f1', threshold: 0.6, value: 0.8 },
      { criterion: 'youden', threshold: 0.6, value: 0.75 },
    ]);
  });

  it('leaves out and counts rows that cannot be scored', async () => {
    const report = await evaluate({
      ...binaryTask,
      truth: [0, 1, missingLabel, unknownLabel, 1],
      probabilities: binaryProbabilities([0.2, 0.9, 0.5, 0.5, Number.NaN]),
    });
    expect(report.rows).toEqual({
      total: 5,
      used: 2,
      missingTruth: 1,
      unknownLabel: 1,
      missingPrediction: 1,
    });
    expect(report.notes.join(' ')).toContain('1 row was left out: the true value is missing.');
    expect(report.metrics[0]).toMatchObject({ name: 'roc_auc', value: 1 });
  });

  it('of one class says what is undefined and why', async () => {
    const report = await evaluate({
      ...binaryTask,
      truth: [0, 0, 0],
      probabilities: binaryProbabilities([0.2, 0.3, 0.4]),
    });
    const auc = report.metrics.find(({ name }) => name === 'roc_auc');
    expect(auc).toMatchObject({
      value: null,
      interval: null,
      undefinedBecause: 'The rows have only one class.',
    });
    expect(report.roc[0]).toMatchObject({ auc: null, points: [] });
    expect(report.bestThresholds).toEqual([]);
    expect(evaluationReport.safeParse(JSON.parse(JSON.stringify(report))).success).toBe(true);
  });

  it('of no row is empty, not broken', async () => {
    const reports = [
      await evaluate({ ...binaryTask, truth: [], probabilities: [] }),
      await evaluate({ task: 'multiclass', classes: ['a', 'b', 'c'], truth: [], probabilities: [], seed: 1 }),
      await evaluate({ task: 'regression', truth: [], values: [], seed: 1 }),
    ];
    for (const report of reports) {
      expect(evaluationReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
      expect(report.metrics.every(({ value }) => value === null)).toBe(true);
      expect(report.notes).toContain('No row could be scored.');
    }
  });

  it('has no R² of a constant target and no percentage of zero', async () => {
    const report = await evaluate({ task: 'regression', truth: [0, 0], values: [1, 2], seed: 1 });
    const metricValue = (name: string) => report.metrics.find((metric) => metric.name === name)?.value;
    expect(metricValue('r2')).toBeNull();
    expect(metricValue('mape')).toBeNull();
    expect(metricValue('mae')).toBe(1.5);
  });

  it('refuses lengths and classes that do not fit', async () => {
    await expect(evaluate({ ...binaryTask, truth: [0], probabilities: [1] })).rejects.toThrow(RangeError);
    await expect(evaluate({ ...binaryTask, classes: ['a'], truth: [0], probabilities: [1] })).rejects.toThrow(
      RangeError,
    );
    await expect(evaluate({ task: 'regression', truth: [0], values: [], seed: 1 })).rejects.toThrow(
      RangeError,
    );
  });

  it('stops when its checkpoint throws', async () => {
    const checkpoint = () => Promise.reject(new Error('cancelled'));
    await expect(evaluate({ ...binaryTask, truth, probabilities, checkpoint })).rejects.toThrow('cancelled');
  });

  it('thins a long curve to exact points and says of how many', async () => {
    const random = createRandom(3);
    const manyTruths = Int32Array.from({ length: 20_000 }, () => random.below(2));
    const many = Array.from(manyTruths, (label) => random.unit() * 0.8 + label * 0.2);
    const report = await evaluate({
      ...binaryTask,
      truth: manyTruths,
      probabilities: binaryProbabilities(many),
      resamples: 1,
    });
    const roc = report.roc[0]!;
    expect(roc.points).toHaveLength(500);
    expect(roc.totalPoints).toBeGreaterThan(2000);
    expect(roc.points.at(0)).toMatchObject({ falsePositiveRate: 0, truePositiveRate: 0, threshold: null });
    expect(roc.points.at(-1)).toMatchObject({ falsePositiveRate: 1, truePositiveRate: 1 });
    let area = 0;
    for (const [index, point] of roc.points.entries()) {
      const before = roc.points[index - 1] ?? point;
      const width = point.falsePositiveRate - before.falsePositiveRate;
      area += (width * (point.truePositiveRate + before.truePositiveRate)) / 2;
    }
    expect(area).toBeCloseTo(roc.auc!, 3);
  });
});

describe('bootstrap', () => {
  it('takes fewer resamples on larger data', () => {
    expect(bootstrapResamples({ rowCount: 0 })).toBe(1000);
    expect(bootstrapResamples({ rowCount: 100_000 })).toBe(1000);
    expect(bootstrapResamples({ rowCount: 400_000 })).toBe(500);
    expect(bootstrapResamples({ rowCount: 100_000, passes: 10 })).toBe(200);
    expect(bootstrapResamples({ rowCount: 50_000_000 })).toBe(200);
  });

  it('draws as many rows as there are', async () => {
    const sums = new Set<number>();
    const statistics = (weights: Uint16Array) => {
      sums.add(weights.reduce((sum, weight) => sum + weight, 0));
      return [1];
    };
    await bootstrapIntervals({ rowCount: 50, statistics, resamples: 40, seed: 1 });
    expect([...sums]).toEqual([50]);
  });

  it('gives no interval for a statistic that most resamples lack', async () => {
    const statistics = (weights: Uint16Array) => [weights[0] === 0 ? Number.NaN : 1, 2];
    const intervals = await bootstrapIntervals({ rowCount: 30, statistics, resamples: 50, seed: 1 });
    expect(intervals).toEqual([null, { low: 2, high: 2 }]);
  });

  it('covers the true accuracy in 93 to 97 of 100 data sets', async () => {
    const random = createRandom(11);
    const accuracy = 0.8;
    let covered = 0;
    const trials = 1000;
    for (let trial = 0; trial < trials; trial++) {
      const correct = Array.from({ length: 300 }, () => Number(random.unit() < accuracy));
      const statistics = (weights: Uint16Array) => [
        weights.reduce((sum, weight, row) => sum + weight * correct[row]!, 0) / correct.length,
      ];
      const [interval] = await bootstrapIntervals({ rowCount: 300, statistics, resamples: 200, seed: trial });
      if (interval && interval.low <= accuracy && accuracy <= interval.high) covered += 1;
    }
    expect(covered / trials).toBeGreaterThan(0.93);
    expect(covered / trials).toBeLessThan(0.97);
  });
});

describe('true labels', () => {
  it('become class indices, with missing and unknown told apart', () => {
    const column = {
      kind: 'category',
      name: 'churn',
      codes: Int32Array.from([0, 2, -1, 1]),
      categories: ['Maybe', 'No', 'Yes'],
    } as const;
    expect([...encodeTruth({ column, classes: ['No', 'Yes'] })]).toEqual([unknownLabel, 1, missingLabel, 0]);
  });

  it('of a number column match their text', () => {
    const column = { kind: 'number', name: 'y', values: Float64Array.from([1, 0, Number.NaN, 2.5]) } as const;
    const encoded = encodeTruth({ column, classes: ['0', '1', '2.5'] });
    expect([...encoded]).toEqual([1, 0, missingLabel, 2]);
  });
});
