import { useMemo } from 'react';
import { finitePoints, type Series } from '../../../shared/charts/series.ts';
import { dashedWhereAlike, type SeriesStyle, seriesStyle } from '../../../shared/charts/series-color.ts';
import type { DrawnSeries } from './drawn-lines.ts';
import { ChartFrame } from './frame.tsx';
import type { LineLook } from './line-drawing.tsx';
import { pointsPerSeries, thin } from './thin.ts';

export interface LineChartProps extends LineLook {
  /** What it shows: "auc by round". */
  label: string;
  series: readonly Series[];
  /** Points recorded, when the series were thinned for drawing. */
  total?: number;
  height?: number;
}

/** Above this many, labels at the lines' ends would be a thicket; the caption names them instead. */
const labelledSeries = 8;
/** Above this many, every line is a bare path, without a tooltip for all of them at once. */
const crowdFrom = 40;

const styleOf = ({ id, color }: Series): SeriesStyle =>
  color === undefined ? seriesStyle(id) : { color, dash: undefined };

/** Curves of one or many series over a number, such as a metric over the rounds. Give it more points and it draws on. */
export function LineChart({
  label,
  series,
  xLabel,
  yLabel,
  xDomain,
  yDomain,
  total,
  diagonal = false,
  level,
  height = 220,
}: LineChartProps) {
  const drawnSeries = useMemo(() => {
    const most = pointsPerSeries(series.length);
    const styles = dashedWhereAlike(series.map(styleOf));
    return series.map((each, index): DrawnSeries => {
      const finite = finitePoints(each);
      return { ...each, style: styles[index]!, finite, drawn: thin(finite, most) };
    });
  }, [series]);
  const drawn = drawnSeries.reduce((sum, each) => sum + each.drawn.length, 0);
  const given = series.reduce((sum, { points }) => sum + points.length, 0);
  const isCrowd = series.length > crowdFrom;
  const hasEndLabels = series.length <= labelledSeries;
  return (
    <ChartFrame
      label={label}
      drawn={drawn}
      total={total ?? given}
      noun={isCrowd ? `points of ${series.length} series` : 'points'}
      height={height}
      legend={
        hasEndLabels || isCrowd
          ? undefined
          : drawnSeries.map(({ label, style }) => ({ label, color: style.color }))
      }
      table={{
        head: ['series', 'first', 'last', 'lowest', 'highest'],
        rows: series.map((each) => {
          const values = each.points.map(({ y }) => y).filter(Number.isFinite);
          return [
            each.label,
            values[0] ?? 'none',
            values.at(-1) ?? 'none',
            values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY),
            values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY),
          ];
        }),
      }}
    >
      {({ LineDrawing }, space) => (
        <LineDrawing
          {...space}
          {...{ xLabel, yLabel, xDomain, yDomain, diagonal, level, isCrowd, hasEndLabels }}
          series={drawnSeries}
        />
      )}
    </ChartFrame>
  );
}
