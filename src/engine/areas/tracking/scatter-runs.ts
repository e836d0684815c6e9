import type { LinearTrend } from '../../../shared/model/comparison/linear-trend.ts';
import { paretoFront } from '../../../shared/model/comparison/pareto-front.ts';
import { splitColumn } from '../../../shared/model/comparison/run-column.ts';
import type { MetricGoal } from '../../../shared/model/metric-goal.ts';
import { linearTrend } from '../../core/statistics/linear-trend.ts';
import type { RunTable } from './run-table.ts';

type Scale = 'linear' | 'log';

/** Runs as points of two columns, with what can be said about them. */
export const scatterRuns = (
  table: RunTable,
  {
    x,
    y,
    color,
    xScale,
    yScale,
    goalOf,
  }: {
    x: string;
    y: string;
    color?: string | undefined;
    xScale: Scale;
    yScale: Scale;
    goalOf: (metric: string) => MetricGoal | null;
  },
) => {
  const [xs, ys] = [table.numbers(x), table.numbers(y)];
  const colors = color === undefined ? [] : table.cells(color);
  const points = table.runs().flatMap(({ id, name }, place) => {
    const [left, up] = [xs[place] ?? null, ys[place] ?? null];
    if (!isOnAxis(xScale, left) || !isOnAxis(yScale, up)) return [];
    return [{ runId: id, name, x: left, y: up, color: colors[place] ?? null }];
  });
  const goals = {
    x: columnGoal(x, goalOf),
    y: columnGoal(y, goalOf),
    color: color === undefined ? null : columnGoal(color, goalOf),
  };
  return {
    ...{ x, y, color, xScale, yScale },
    points,
    leftOut: table.ids.length - points.length,
    goals,
    front: frontOf(points, goals),
    trend: trendOf(points, xScale, yScale),
  };
};

/** A logarithmic axis has no place for 0 and below. */
export const isOnAxis = (scale: Scale, value: number | null): value is number =>
  value !== null && (scale === 'linear' || value > 0);

/** Shorter is better. */
const columnGoal = (key: string, goalOf: (metric: string) => MetricGoal | null): MetricGoal | null => {
  const column = splitColumn(key);
  if (column?.kind === 'metrics') return goalOf(column.name);
  return key === 'duration' ? 'minimize' : null;
};

const frontOf = (
  points: readonly { runId: string; x: number; y: number }[],
  goals: { x: MetricGoal | null; y: MetricGoal | null },
): string[] | null => {
  if (goals.x === null || goals.y === null) return null;
  const { front } = paretoFront([
    { values: points.map(({ x }) => x), goal: goals.x },
    { values: points.map(({ y }) => y), goal: goals.y },
  ]);
  return front.map((place) => points[place]!.runId);
};

/** A straight line on the axes as they are drawn. */
const trendOf = (
  points: readonly { x: number; y: number }[],
  xScale: Scale,
  yScale: Scale,
): LinearTrend | null => {
  const onAxis = (scale: Scale, value: number) => (scale === 'log' ? Math.log10(value) : value);
  const fromAxis = (scale: Scale, value: number) => (scale === 'log' ? 10 ** value : value);
  const trend = linearTrend({
    x: points.map((point) => onAxis(xScale, point.x)),
    y: points.map((point) => onAxis(yScale, point.y)),
  });
  return (
    trend && {
      ...trend,
      band: trend.band.map(({ x, y, low, high }) => ({
        x: fromAxis(xScale, x),
        y: fromAxis(yScale, y),
        low: fromAxis(yScale, low),
        high: fromAxis(yScale, high),
      })),
    }
  );
};
