import { useMemo } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart as RechartsLineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  usePlotArea,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts';
import { axisLook, cursorLook, gridLook, tickText, xLabelOf, yLabelOf } from './axes.tsx';
import { spreadLabels } from './end-labels.ts';
import { ChartFrame, ChartTip } from './frame.tsx';
import { cornersOf, PathLines } from './path-lines.tsx';
import { finitePoints, lastPoint, type Series } from './series.ts';
import { type SeriesStyle, seriesStyle } from './series-color.ts';
import { pointsPerSeries, thin } from './thin.ts';

export interface LineChartProps {
  /** What it shows: "auc by round". */
  label: string;
  series: readonly Series[];
  xLabel?: string;
  yLabel?: string;
  /** Fixed ends of the axes; by default the data decides. */
  xDomain?: readonly [number, number];
  yDomain?: readonly [number, number];
  /** Points recorded, when the series were thinned for drawing. */
  total?: number;
  /** A thin line from corner to corner: what a model that knows nothing would draw. */
  diagonal?: boolean;
  /** A thin level line with its name. */
  level?: { y: number; label: string };
  height?: number;
}

/** Above this many, labels at the lines' ends would be a thicket; the caption names them instead. */
const labelledSeries = 8;
/** Above this many, every line is a bare path, without a tooltip for all of them at once. */
const crowdFrom = 40;
const labelWidth = 104;
const labelGap = 13;
const longestLabel = 16;
const tipSeries = 12;

const styleOf = ({ id, color }: Series): SeriesStyle =>
  color === undefined ? seriesStyle(id) : { color, dash: undefined };

function EndLabels({ series }: { series: readonly Series[] }) {
  const area = usePlotArea();
  const yScale = useYAxisScale();
  if (area === undefined || yScale === undefined) return null;
  const wanted = series.flatMap((each) => {
    const last = lastPoint(each);
    const y = last === undefined ? undefined : yScale(last.y);
    return y === undefined || y === null
      ? []
      : [{ id: each.id, label: each.label, color: styleOf(each).color, y }];
  });
  const labels = spreadLabels(wanted, { gap: labelGap, top: area.y + 4, bottom: area.y + area.height });
  return labels.map(({ id, label, color, y }) => (
    <text key={id} x={area.x + area.width + 6} y={y} dominantBaseline="central" fontSize={11} fill={color}>
      {label.length > longestLabel ? `${label.slice(0, longestLabel - 1)}…` : label}
    </text>
  ));
}

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
    return series.map((each) => ({ ...each, drawn: thin(finitePoints(each), most) }));
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
          : series.map((each) => ({ label: each.label, color: styleOf(each).color }))
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
      <ResponsiveContainer>
        <RechartsLineChart
          margin={{
            top: 8,
            right: hasEndLabels ? labelWidth : 8,
            bottom: xLabel === undefined ? 0 : 12,
            left: 0,
          }}
          accessibilityLayer={false}
        >
          <CartesianGrid {...gridLook} vertical={false} />
          <XAxis
            {...axisLook}
            dataKey="x"
            type="number"
            domain={xDomain ? [...xDomain] : ['dataMin', 'dataMax']}
            tickFormatter={tickText}
            label={xLabelOf(xLabel)}
          />
          <YAxis
            {...axisLook}
            width={yLabel === undefined ? 48 : 60}
            domain={yDomain ? [...yDomain] : ['auto', 'auto']}
            tickFormatter={tickText}
            label={yLabelOf(yLabel)}
          />
          {diagonal && (
            <ReferenceLine
              segment={[
                { x: xDomain?.[0] ?? 0, y: yDomain?.[0] ?? 0 },
                { x: xDomain?.[1] ?? 1, y: yDomain?.[1] ?? 1 },
              ]}
              stroke="var(--border-strong)"
              strokeDasharray="3 3"
            />
          )}
          {level !== undefined && (
            <ReferenceLine
              y={level.y}
              stroke="var(--border-strong)"
              strokeDasharray="3 3"
              label={{ value: level.label, position: 'insideBottomLeft', fill: 'var(--muted)', fontSize: 11 }}
            />
          )}
          <Tooltip
            isAnimationActive={false}
            cursor={cursorLook}
            content={({ active, payload, label: x }) =>
              active && !isCrowd && payload !== undefined && payload.length > 0 ? (
                <ChartTip
                  head={`${xLabel ?? 'x'} ${tickText(x ?? '')}`}
                  rows={payload.slice(0, tipSeries).map((entry) => ({
                    name: String(entry.name),
                    value: Number(entry.value),
                    color: entry.stroke,
                  }))}
                />
              ) : null
            }
          />
          {isCrowd ? (
            <>
              <Line
                data={cornersOf(drawnSeries)}
                dataKey="y"
                stroke="none"
                dot={false}
                activeDot={false}
                isAnimationActive={false}
              />
              <PathLines series={drawnSeries} styleOf={styleOf} />
            </>
          ) : (
            drawnSeries.map((each) => {
              const { color, dash } = styleOf(each);
              return (
                <Line
                  key={each.id}
                  data={[...each.drawn]}
                  dataKey="y"
                  name={each.label}
                  stroke={color}
                  strokeWidth={1.5}
                  dot={each.drawn.length === 1 ? { r: 2, fill: color } : false}
                  activeDot={{ r: 3, strokeWidth: 0, fill: color }}
                  isAnimationActive={false}
                  {...(dash !== undefined && { strokeDasharray: dash })}
                />
              );
            })
          )}
          {hasEndLabels && <EndLabels series={series} />}
        </RechartsLineChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
}
