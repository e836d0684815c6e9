/** Metrics beside scikit-learn, live: on the churn data, where scores tie, and on random predictions. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeTruth } from '../../src/engine/core/evaluation/encode-truth.ts';
import { evaluate } from '../../src/engine/core/evaluation/evaluate.ts';
import { createRandom } from '../../src/engine/core/statistics/random.ts';
import type { EvaluationReport } from '../../src/shared/model/evaluation-report.ts';
import { fixtureFolder } from '../bench/training/data-sets.ts';
import { peerPackages } from '../bench/training/peers.ts';
import { ensurePython, runPython } from '../support/python.ts';
import { readCsv } from '../support/read-csv.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const program = `
import json, sys
import numpy as np
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

given = json.load(open(sys.argv[1]))
truth = np.array(given["truth"])

def binary():
    scores = np.array(given["predictions"])
    called = scores >= 0.5
    observed, predicted = calibration_curve(truth, scores, n_bins=10, strategy="quantile")
    return {
        "roc_auc": m.roc_auc_score(truth, scores),
        "average_precision": m.average_precision_score(truth, scores),
        "log_loss": m.log_loss(truth, y_proba=scores),
        "brier_score": m.brier_score_loss(truth, scores),
        "accuracy": m.accuracy_score(truth, called),
        "balanced_accuracy": m.balanced_accuracy_score(truth, called),
        "precision": m.precision_score(truth, called),
        "recall": m.recall_score(truth, called),
        "f1": m.f1_score(truth, called),
        "mcc": m.matthews_corrcoef(truth, called),
    }, np.concatenate([observed, predicted]).tolist()

def multiclass():
    probabilities = np.array(given["predictions"]).reshape(len(truth), -1)
    called = probabilities.argmax(axis=1)
    return {
        "accuracy": m.accuracy_score(truth, called),
        "f1_macro": m.f1_score(truth, called, average="macro"),
        "f1_weighted": m.f1_score(truth, called, average="weighted"),
        "log_loss": m.log_loss(truth, y_proba=probabilities),
        "roc_auc_ovr": m.roc_auc_score(truth, probabilities, multi_class="ovr"),
    }, []

def regression():
    values = np.array(given["predictions"])
    return {
        "rmse": m.root_mean_squared_error(truth, values),
        "mae": m.mean_absolute_error(truth, values),
        "r2": m.r2_score(truth, values),
        "median_absolute_error": m.median_absolute_error(truth, values),
        "mape": m.mean_absolute_percentage_error(truth, values),
        "max_error": m.max_error(truth, values),
    }, []

metrics, bins = {"binary": binary, "multiclass": multiclass, "regression": regression}[given["task"]]()
print(json.dumps({"metrics": {name: float(value) for name, value in metrics.items()}, "bins": bins}))
`;

let interpreter: string;
beforeAll(async () => {
  interpreter = await ensurePython(peerPackages);
});

async function expectEqualToScikitLearn({
  report,
  truth,
  predictions,
}: {
  report: EvaluationReport;
  truth: ArrayLike<number>;
  predictions: ArrayLike<number>;
}): Promise<void> {
  const path = join(temporaryFolder(), 'given.json');
  const given = { task: report.task, truth: Array.from(truth), predictions: Array.from(predictions) };
  await writeFile(path, JSON.stringify(given));
  const answer = JSON.parse(await runPython({ interpreter, code: program, arguments: [path] })) as {
    metrics: Record<string, number>;
    bins: number[];
  };
  expect(report.metrics.map(({ name }) => name).sort()).toEqual(Object.keys(answer.metrics).sort());
  for (const { name, value } of report.metrics) {
    const expected = answer.metrics[name]!;
    expect(Math.abs(value! - expected) / Math.max(1, Math.abs(expected)), name).toBeLessThan(1e-9);
  }
  if (report.task !== 'binary') return;
  const bins = report.calibration!.bins;
  const own = [...bins.map((bin) => bin.observedShare), ...bins.map((bin) => bin.meanPredicted)];
  expect(own).toHaveLength(answer.bins.length);
  for (const [index, value] of own.entries())
    expect(Math.abs(value - answer.bins[index]!)).toBeLessThan(1e-9);
}

function twoColumns(scores: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: scores.length * 2 }, (_, index) => {
    const score = scores[index >> 1]!;
    return index % 2 === 1 ? score : 1 - score;
  });
}

describe('equal to scikit-learn within 1e-9', () => {
  test('churn, scored by what a customer pays: real truth, many ties', async () => {
    const { columns } = readCsv(join(fixtureFolder, 'telco-churn.csv.gz'));
    const column = (name: string) => columns.find((one) => one.name === name)!;
    const truth = encodeTruth({ column: column('churn'), classes: ['No', 'Yes'] });
    const charges = column('monthly_charges');
    if (charges.kind !== 'number') throw new Error('monthly_charges holds numbers');
    const scores = charges.values.map((value) => Math.round(value) / 120);
    const probabilities = twoColumns(scores);
    const report = await evaluate({ task: 'binary', truth, probabilities, classes: ['No', 'Yes'], seed: 1 });
    expect(report.rows.used).toBe(truth.length);
    await expectEqualToScikitLearn({ report, truth, predictions: scores });
  });

  test('random scores from certain to undecided', async () => {
    const random = createRandom(8);
    const truth = Int32Array.from({ length: 3000 }, () => random.below(2));
    const scores = Float64Array.from(truth, (label) =>
      random.unit() < 0.02 ? 1 - label : (random.unit() + label) / 2,
    );
    const report = await evaluate({
      task: 'binary',
      truth,
      probabilities: twoColumns(scores),
      classes: ['a', 'b'],
      seed: 1,
      resamples: 10,
    });
    await expectEqualToScikitLearn({ report, truth, predictions: scores });
  });

  test('six classes', async () => {
    const random = createRandom(9);
    const classes = ['a', 'b', 'c', 'd', 'e', 'f'];
    const truth = Int32Array.from({ length: 2000 }, () => random.below(6));
    const probabilities = new Float64Array(truth.length * 6);
    for (const [row, label] of truth.entries()) {
      const raw = classes.map((_, index) => random.unit() + (index === label ? 0.4 : 0));
      const total = raw.reduce((sum, value) => sum + value, 0);
      for (const [index, value] of raw.entries()) probabilities[row * 6 + index] = value / total;
    }
    const report = await evaluate({
      task: 'multiclass',
      truth,
      probabilities,
      classes,
      seed: 1,
      resamples: 10,
    });
    await expectEqualToScikitLearn({ report, truth, predictions: probabilities });
  });

  test('values', async () => {
    const random = createRandom(10);
    const truth = Float64Array.from({ length: 2501 }, () => Math.exp(random.unit() * 6));
    const values = truth.map((value) => value * (0.7 + random.unit() * 0.6));
    const report = await evaluate({ task: 'regression', truth, values, seed: 1, resamples: 10 });
    await expectEqualToScikitLearn({ report, truth, predictions: values });
  });
});
