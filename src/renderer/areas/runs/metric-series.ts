import { measureOf } from '../../../shared/model/metric-measure.ts';
import type { MetricSeries } from '../../../shared/model/run.ts';
import type { ChartPoint, Series } from '../../ui/index.ts';
import { metricNumber } from './metric-number.ts';

export interface CurveChart {
  title: string;
  series: Series[];
  /** Points recorded, of which those drawn may be some. */
  total: number;
}

const drawn = ({ points }: MetricSeries): ChartPoint[] =>
  points.map(({ step, value }) => ({ x: step, y: metricNumber(value) }));

/** A metric of a single value is a figure, not a curve. */
const isCurve = ({ totalPoints }: MetricSeries) => totalPoints > 1;

function gather(
  curves: readonly MetricSeries[],
  titleOf: (curve: MetricSeries) => string,
  seriesOf: (curve: MetricSeries) => Series,
): CurveChart[] {
  const charts = new Map<string, CurveChart>();
  for (const curve of curves) {
    const title = titleOf(curve);
    const { series, total } = charts.get(title) ?? { series: [], total: 0 };
    charts.set(title, { title, series: [...series, seriesOf(curve)], total: total + curve.totalPoints });
  }
  return [...charts.values()].sort((one, other) => one.title.localeCompare(other.title));
}

/** One run: curves of one measure share a chart. */
export function chartsOfRun(
  history: readonly MetricSeries[],
  colorOf: (index: number) => string,
): CurveChart[] {
  const curves = history.filter(isCurve);
  const charts = gather(
    curves,
    ({ key }) => measureOf(key),
    (curve) => ({ id: curve.key, label: curve.key, points: drawn(curve) }),
  );
  return charts.map((chart) => ({
    ...chart,
    series: chart.series.map((series, index) => ({ ...series, color: colorOf(index) })),
  }));
}

/** Several runs: one chart a metric, each run in its own colour. */
export function chartsOfRuns(
  history: readonly MetricSeries[],
  names: ReadonlyMap<string, string>,
): CurveChart[] {
  return gather(
    history.filter(isCurve),
    ({ key }) => key,
    (curve) => ({ id: curve.runId, label: names.get(curve.runId) ?? curve.runId, points: drawn(curve) }),
  );
}
