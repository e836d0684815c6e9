import { describe, expect, it } from 'vitest';
import { type ParetoMetric, paretoFront } from './pareto-front.ts';

const columns = (count: number, metrics: number): ParetoMetric[] =>
  Array.from({ length: metrics }, (_, metric) => ({
    goal: metric % 2 === 0 ? 'maximize' : 'minimize',
    // Few distinct values, so that there are ties.
    values: Array.from({ length: count }, (_, run) =>
      run % 17 === 5 && metric === 1 ? null : (run * (metric * 31 + 7)) % 23,
    ),
  }));

function countsByDefinition(metrics: readonly ParetoMetric[]): number[] {
  const cost = ({ values, goal }: ParetoMetric, run: number) =>
    (values[run] ?? Number.NaN) * (goal === 'minimize' ? 1 : -1);
  const runs = Array.from({ length: metrics[0]!.values.length }, (_, run) => run);
  const isThere = (run: number) => metrics.every((metric) => !Number.isNaN(cost(metric, run)));
  const beats = (a: number, b: number) =>
    isThere(a) &&
    metrics.every((metric) => cost(metric, a) <= cost(metric, b)) &&
    metrics.some((metric) => cost(metric, a) < cost(metric, b));
  return runs.map((run) => (isThere(run) ? runs.filter((other) => beats(other, run)).length : -1));
}

describe('the Pareto front', () => {
  it.each([2, 3, 4])('of %i metrics follows its definition, with ties and missing values', (count) => {
    const metrics = columns(200, count);
    const { front, dominatedBy, leftOut } = paretoFront(metrics);
    expect(Array.from(dominatedBy)).toEqual(countsByDefinition(metrics));
    expect([...front].sort((a, b) => a - b)).toEqual(
      Array.from(dominatedBy.keys()).filter((run) => dominatedBy[run] === 0),
    );
    expect(leftOut).toBe(12);
  });

  it('goes by the goals, best of the first metric first, and holds equal runs together', () => {
    const accuracy = { values: [0.9, 0.8, 0.9, 0.7], goal: 'maximize' } as const;
    const latency = { values: [20, 10, 20, 30], goal: 'minimize' } as const;
    expect(paretoFront([accuracy, latency]).front).toEqual([0, 2, 1]);
    expect(paretoFront([]).front).toEqual([]);
  });
});
