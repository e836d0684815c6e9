import { describe, expect, it } from 'vitest';
import { importanceReport } from '../../../shared/model/comparison/parameter-importance.ts';
import { createRandom } from '../statistics/random.ts';
import { parameterImportance } from './parameter-importance.ts';

/** The metric depends on the learning rate most (not monotonously), on the optimizer less, a little on the depth. */
function planted(runs: number) {
  const random = createRandom(5);
  const draw = <Value>(make: () => Value) => Array.from({ length: runs }, make);
  const rate = draw(() => 10 ** (-4 + 3 * random.unit()));
  const optimizer = draw(() => ['sgd', 'adam', 'adamw', 'rmsprop', 'lion'][random.below(5)]!);
  const depth = draw(() => (random.unit() < 0.1 ? null : 1 + random.below(8)));
  const metric = rate.map(
    (value, run) =>
      2 * Math.abs(Math.log10(value) + 2.5) +
      (optimizer[run] === 'sgd' ? 1.5 : 0) +
      0.15 * (depth[run] ?? 0) +
      0.1 * random.unit(),
  );
  const parameters = [
    { name: 'noise', values: draw(() => random.unit()) },
    { name: 'depth', values: depth },
    { name: 'dataset', values: draw(() => 'same') },
    { name: 'optimizer', values: optimizer },
    { name: 'learning_rate', values: rate.map(String) },
  ];
  return { parameters, metric };
}

describe('parameter importance', () => {
  it('finds the order of what was planted, with missing values and text, on unseen runs', async () => {
    const { parameters, metric } = planted(120);
    const call = { parameters, metric: [...metric, null, Number.NaN], seed: 1 };
    const report = await parameterImportance(call);
    expect(report.parameters.map(({ name }) => name)).toEqual([
      'learning_rate',
      'optimizer',
      'depth',
      'noise',
      'dataset',
    ]);
    expect(report).toMatchObject({
      reliability: 'sound',
      runs: 120,
      usedRuns: 120,
      leftOutRuns: 2,
      repeats: 5,
    });
    expect(report.explainedShare).toBeGreaterThan(0.7);
    const [rate, optimizer, depth, noise, dataset] = report.parameters;
    expect(rate!.interval!.low).toBeGreaterThan(0);
    expect(optimizer).toMatchObject({ kind: 'category', rankCorrelation: null, distinct: 5 });
    expect(depth!.rankCorrelation!.value).toBeGreaterThan(0.1);
    expect(depth!.rankCorrelation!.n).toBeLessThan(120);
    expect(noise!.interval!.low).toBeLessThan(0);
    expect(dataset).toMatchObject({ status: 'never-varies', importance: null });
    expect(importanceReport.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    expect(await parameterImportance(call)).toEqual(report);
  });

  it('says when there are too few runs, for anything or for so many parameters', async () => {
    const few = planted(9);
    const report = await parameterImportance({ ...few, seed: 1 });
    expect(report).toMatchObject({ reliability: 'too-few-runs', explainedShare: null });
    expect(report.parameters.find(({ name }) => name === 'learning_rate')).toMatchObject({
      status: 'not-measured',
      rankCorrelation: { n: 9 },
    });
    const { metric } = planted(10);
    const random = createRandom(1);
    const parameters = Array.from({ length: 6 }, (_, index) => ({
      name: `p${index}`,
      values: metric.map(random.unit),
    }));
    expect((await parameterImportance({ parameters, metric, seed: 1 })).reliability).toBe(
      'few-runs-for-parameters',
    );
    expect(
      (await parameterImportance({ parameters: parameters.slice(1), metric, seed: 1 })).reliability,
    ).toBe('sound');
  });

  it('of a constant metric, or without parameters that vary, there is none', async () => {
    const { parameters, metric } = planted(20);
    const constant = { parameters, metric: metric.map(() => 0.1), seed: 1 };
    expect((await parameterImportance(constant)).reliability).toBe('constant-metric');
    expect((await parameterImportance({ parameters: [], metric, seed: 1 })).reliability).toBe(
      'no-parameters',
    );
  });

  it('tells how far it is and can be cancelled', async () => {
    const shares: number[] = [];
    const controller = new AbortController();
    const working = parameterImportance({
      ...planted(30),
      seed: 1,
      signal: controller.signal,
      onProgress: (share) => {
        shares.push(share);
        if (shares.length === 3) controller.abort(new Error('enough'));
      },
    });
    await expect(working).rejects.toThrow('enough');
    expect(shares).toEqual([1 / 25, 2 / 25, 3 / 25]);
  });
});
