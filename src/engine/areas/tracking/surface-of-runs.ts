import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { MetricGoal } from '../../../shared/model/metric-goal.ts';
import { metricSurface } from '../../core/comparison/surface/metric-surface.ts';
import type { RunTable } from './run-table.ts';
import { isOnAxis } from './scatter-runs.ts';

type Scale = 'linear' | 'log';

/** A metric of runs over the plane of two columns. */
export const surfaceOfRuns = async (
  table: RunTable,
  {
    x,
    y,
    metric,
    goal,
    ...rules
  }: {
    x: string;
    y: string;
    metric: string;
    xScale: Scale;
    yScale: Scale;
    cells: number;
    goal: MetricGoal | null;
  },
): Promise<CommandOutput<'runs.surface'>> => {
  const [xs, ys, values] = [table.numbers(x), table.numbers(y), table.metric(metric)];
  const points = table.runs().flatMap(({ id, name }, place) => {
    const [left, up, value] = [xs[place] ?? null, ys[place] ?? null, values[place] ?? null];
    if (!isOnAxis(rules.xScale, left) || !isOnAxis(rules.yScale, up) || value === null) return [];
    return [{ runId: id, name, x: left, y: up, value }];
  });
  const parts = await metricSurface(
    {
      x: points.map((point) => point.x),
      y: points.map((point) => point.y),
      value: points.map((point) => point.value),
    },
    rules,
  );
  const { xScale, yScale } = rules;
  return { ...parts, x, y, metric, xScale, yScale, points, leftOut: table.ids.length - points.length, goal };
};
