import type { MetricPoint } from '../../../shared/events.ts';
import { measureOf } from '../../../shared/model/metric-measure.ts';
import type { MetricSeries } from '../../../shared/model/run.ts';
import { paletteColor, type Series } from '../../ui/index.ts';

const numberOf = (value: MetricPoint['value']): number => (typeof value === 'number' ? value : Number(value));

/**
 * One curve a metric: what was recorded before one looked, and what came since. A step that is in both is drawn once.
 * Metrics of a single value (the held-out figures) are no curves.
 */
export function liveSeries(recorded: readonly MetricSeries[], live: readonly MetricPoint[]): Series[] {
  const byKey = new Map<string, Map<number, number>>();
  const add = (key: string, step: number, value: MetricPoint['value']) => {
    const steps = byKey.get(key) ?? new Map<number, number>();
    byKey.set(key, steps.set(step, numberOf(value)));
  };
  for (const { key, points } of recorded) for (const { step, value } of points) add(key, step, value);
  for (const { key, step, value } of live) add(key, step, value);
  return [...byKey]
    .filter(([, steps]) => steps.size > 1)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([key, steps], index) => ({
      id: key,
      label: key,
      color: paletteColor(index),
      points: [...steps].sort(([one], [other]) => one - other).map(([x, y]) => ({ x, y })),
    }));
}

/** Curves of one measure share a chart: "train.logloss" and "valid.logloss" do, "valid.auc" does not. */
export function byMeasure(series: readonly Series[]): { measure: string; series: Series[] }[] {
  const groups = new Map<string, Series[]>();
  for (const each of series) {
    const measure = measureOf(each.label);
    groups.set(measure, [...(groups.get(measure) ?? []), each]);
  }
  return [...groups].map(([measure, members]) => ({ measure, series: members }));
}

const growth = [1, 2, 5, 10];

/**
 * The ends of the rounds' axis while curves grow: it makes room in a few steps, so that nothing moves with every round, and for no
 * more than the rounds there will be (NaN where that is not known).
 */
export function growingDomain(series: readonly Series[], rounds: number): readonly [number, number] {
  const steps = series.flatMap(({ points }) => [points[0]?.x ?? 0, points.at(-1)?.x ?? 0]);
  const last = Math.max(10, ...steps);
  const magnitude = 10 ** Math.floor(Math.log10(last));
  const room = (growth.find((factor) => factor * magnitude >= last) ?? 10) * magnitude;
  return [Math.min(last, ...steps), rounds >= last && rounds < room ? rounds : room];
}
