import { type RefObject, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import {
  CartesianGrid,
  LineChart,
  usePlotArea,
  useXAxisInverseScale,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts';
import { linePath } from '../../../shared/charts/line-path.ts';
import { roundEnds, roundTicks, timeTicks } from '../../../shared/charts/round-axis.ts';
import type { ChartPoint } from '../../../shared/charts/series.ts';
import { tickText } from '../../../shared/charts/tick-text.ts';
import { axisLook, cursorLook, gridLook } from './axes.tsx';
import styles from './chart.module.css';
import type { Ends } from './chart-zoom.ts';
import type { Space } from './frame-parts.ts';
import { nearestPoint } from './reading.ts';
import { ChartTip } from './tip.tsx';

export interface OverlaidLine {
  readonly label: string;
  /** After the figures of its axis. */
  readonly unit: string;
  readonly color: string;
  /** By ascending x; a y that is NaN breaks the line. */
  readonly points: readonly ChartPoint[];
  /** What its axis must hold, whatever the values. */
  readonly holds?: readonly [number, number];
}

export interface OverlayLook {
  readonly lines: { readonly left: OverlaidLine; readonly right: OverlaidLine };
  readonly window: Ends;
  readonly xText: (x: number) => string;
  /** Stretches that are shaded from top to bottom. */
  readonly stretches: readonly Ends[];
}

const sides = ['left', 'right'] as const;
type Side = (typeof sides)[number];
const tipGap = 10;

const endsOf = ({ points, holds }: OverlaidLine): readonly [number, number] => {
  let [low, high] = holds ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { y } of points)
    if (!Number.isNaN(y)) {
      low = Math.min(low, y);
      high = Math.max(high, y);
    }
  return low > high ? [0, 1] : roundEnds(low, high);
};

/** Drawn before the lines, which stay readable on it. */
function Stretches({ stretches }: Pick<OverlayLook, 'stretches'>) {
  const area = usePlotArea();
  const xScale = useXAxisScale();
  if (area === undefined || xScale === undefined) return null;
  return stretches.map(({ from, to }) => {
    const left = xScale(from) ?? area.x;
    return (
      <rect
        key={from}
        x={left}
        y={area.y}
        width={Math.max(1, (xScale(to) ?? left) - left)}
        height={area.height}
        fill="var(--warning-fill)"
        stroke="var(--warning-text)"
        strokeOpacity={0.35}
      />
    );
  });
}

function Line({ side, line }: { side: Side; line: OverlaidLine }) {
  const xScale = useXAxisScale();
  const yScale = useYAxisScale(side);
  if (xScale === undefined || yScale === undefined) return null;
  return (
    <path
      d={linePath(line.points, ({ x, y }) => `${xScale(x)?.toFixed(1)} ${yScale(y)?.toFixed(1)}`)}
      fill="none"
      stroke={line.color}
      strokeWidth={1.5}
      // Colour alone does not say which axis a line is read on.
      strokeDasharray={side === 'right' ? '5 3' : undefined}
    />
  );
}

/** Under the pointer: a line down, and the nearest recorded values of both. */
function Reader({
  lines,
  xText,
  tipHost,
}: Pick<OverlayLook, 'lines' | 'xText'> & { tipHost: RefObject<HTMLElement | null> }) {
  const area = usePlotArea();
  const xScale = useXAxisScale();
  const xAt = useXAxisInverseScale();
  const scales = { left: useYAxisScale('left'), right: useYAxisScale('right') };
  const [pointer, setPointer] = useState<number | null>(null);
  if (area === undefined || xScale === undefined || xAt === undefined) return null;
  const x = pointer === null ? null : Number(xAt(pointer));
  const read = sides.flatMap((side) => {
    const points = lines[side].points.filter(({ y }) => !Number.isNaN(y));
    const point = x === null ? undefined : nearestPoint(points, x);
    return point === undefined ? [] : [{ side, point }];
  });
  const host = tipHost.current;
  return (
    <>
      {pointer !== null && (
        <line x1={pointer} x2={pointer} y1={area.y} y2={area.y + area.height} {...cursorLook} />
      )}
      {read.map(({ side, point }) => (
        <circle key={side} cx={xScale(point.x)} cy={scales[side]?.(point.y)} r={3} fill={lines[side].color} />
      ))}
      {pointer !== null &&
        x !== null &&
        host !== null &&
        createPortal(
          <div
            className={styles.tipPlace}
            style={
              pointer < area.x + area.width / 2
                ? { left: pointer + tipGap, top: area.y }
                : { right: host.clientWidth - pointer + tipGap, top: area.y }
            }
          >
            <ChartTip
              head={xText(x)}
              rows={read.map(({ side, point }) => ({
                name: lines[side].label,
                value: `${tickText(point.y)} ${lines[side].unit}`.trim(),
                color: lines[side].color,
              }))}
            />
          </div>,
          host,
        )}
      <rect
        {...{ x: area.x, y: area.y, width: area.width, height: area.height }}
        fill="transparent"
        onPointerMove={(event) => {
          const at = area.x + event.clientX - event.currentTarget.getBoundingClientRect().x;
          setPointer(Math.max(area.x, Math.min(area.x + area.width, at)));
        }}
        onPointerLeave={() => setPointer(null)}
      />
    </>
  );
}

/** Two lines over the same moments, each with an axis of its own. */
export function OverlayDrawing({ lines, window, xText, stretches, width, height }: OverlayLook & Space) {
  const tipHost = useRef<HTMLDivElement>(null);
  const ends = { left: endsOf(lines.left), right: endsOf(lines.right) };
  return (
    <>
      <LineChart
        {...{ width, height }}
        margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid {...gridLook} vertical={false} yAxisId="left" />
        <XAxis
          {...axisLook}
          dataKey="x"
          type="number"
          domain={[window.from, window.to]}
          ticks={timeTicks(window.from, window.to)}
          allowDataOverflow
          tickFormatter={xText}
        />
        {sides.map((side) => (
          <YAxis
            {...axisLook}
            key={side}
            yAxisId={side}
            orientation={side}
            width={60}
            minTickGap={8}
            domain={[...ends[side]]}
            ticks={roundTicks(...ends[side])}
            allowDataOverflow
            tickFormatter={(value: number) => `${tickText(value)} ${lines[side].unit}`.trim()}
          />
        ))}
        <Stretches stretches={stretches} />
        {sides.map((side) => (
          <Line key={side} side={side} line={lines[side]} />
        ))}
        <Reader {...{ lines, xText, tipHost }} />
      </LineChart>
      <div ref={tipHost} className={styles.drawing} style={{ pointerEvents: 'none' }} />
    </>
  );
}
