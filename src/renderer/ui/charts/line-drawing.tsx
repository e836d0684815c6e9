import { memo, type RefObject, useMemo, useRef } from 'react';
import { CartesianGrid, LineChart as RechartsLineChart, ReferenceLine, XAxis, YAxis } from 'recharts';
import { cornersOf } from '../../../shared/charts/corners.ts';
import { logEnds, logTicks, roundEnds, roundTicks, timeTicks } from '../../../shared/charts/round-axis.ts';
import { tickText } from '../../../shared/charts/tick-text.ts';
import { axisLook, gridLook, xLabelOf, yLabelOf } from './axes.tsx';
import styles from './chart.module.css';
import type { Scale } from './chart-zoom.ts';
import { DrawnLines, type DrawnSeries } from './drawn-lines.ts';
import type { Space } from './frame-parts.ts';
import { LineLabels } from './line-labels.tsx';
import { LineReader } from './line-reader.tsx';
import { PathLines } from './path-lines.tsx';

export interface LineLook {
  xLabel?: string | undefined;
  yLabel?: string | undefined;
  /** Fixed ends of the axes; by default the data decides. */
  xDomain?: readonly [number, number] | undefined;
  yDomain?: readonly [number, number] | undefined;
  xScale?: Scale | undefined;
  yScale?: Scale | undefined;
  /** Moments: x counts milliseconds since 1970. */
  isTime?: boolean | undefined;
  /** How an x is written; the same function at every drawing. */
  xText?: ((x: number) => string) | undefined;
  /** A thin line from corner to corner: what a model that knows nothing would draw. */
  diagonal?: boolean | undefined;
  /** A thin level line with its name. */
  level?: { y: number; label: string } | undefined;
}

interface LineDrawingProps extends LineLook, Space {
  series: readonly DrawnSeries[];
  isCrowd: boolean;
  hasEndLabels: boolean;
}

const labelWidth = 104;

/** Axes of a chart without points. */
const nowhere = { left: 0, right: 1, low: 0, high: 1 };
const oneDecade = { left: 1, right: 10, low: 1, high: 10 };

/** Draws the axes only when their ends change, the lines whenever points come in. */
export function LineDrawing({ series, xDomain, yDomain, level, ...rest }: LineDrawingProps) {
  const tipHost = useRef<HTMLDivElement>(null);
  const corners = cornersOf(series) ?? (rest.yScale === 'log' ? oneDecade : nowhere);
  const ends = rest.yScale === 'log' ? logEnds : roundEnds;
  const [low, high] = yDomain ?? ends(corners.low, corners.high);
  return (
    <DrawnLines value={series}>
      <LineFrame
        // Recharts keeps a scale for a frame after it was changed: lines of the new one would be drawn on it.
        key={`${rest.xScale} ${rest.yScale}`}
        {...rest}
        tipHost={tipHost}
        left={xDomain?.[0] ?? corners.left}
        right={xDomain?.[1] ?? corners.right}
        low={low}
        high={high}
        levelY={level?.y}
        levelLabel={level?.label}
      />
      <div ref={tipHost} className={styles.drawing} style={{ pointerEvents: 'none' }} />
    </DrawnLines>
  );
}

type LineFrameProps = Omit<LineDrawingProps, 'series' | 'xDomain' | 'yDomain' | 'level'> & {
  tipHost: RefObject<HTMLElement | null>;
  left: number;
  right: number;
  low: number;
  high: number;
  levelY: number | undefined;
  levelLabel: string | undefined;
};

/** Recharts' part. Every property is a plain value, so that it is drawn again only when something has changed. */
const LineFrame = memo(function LineFrame({
  width,
  height,
  xLabel,
  yLabel,
  diagonal = false,
  isCrowd,
  hasEndLabels,
  tipHost,
  left,
  right,
  low,
  high,
  levelY,
  levelLabel,
  xScale = 'linear',
  yScale = 'linear',
  isTime = false,
  xText = tickText,
}: LineFrameProps) {
  const margin = useMemo(
    () => ({
      top: 8,
      right: hasEndLabels ? labelWidth : 8,
      bottom: xLabel === undefined ? 0 : 12,
      left: 0,
    }),
    [hasEndLabels, xLabel],
  );
  const xTicks = isTime ? timeTicks : xScale === 'log' ? logTicks : roundTicks;
  // Ends that hold without data of its own (allowDataOverflow): Recharts does not know the lines.
  return (
    <RechartsLineChart width={width} height={height} margin={margin} accessibilityLayer={false}>
      <CartesianGrid {...gridLook} vertical={false} />
      <XAxis
        {...axisLook}
        dataKey="x"
        type="number"
        scale={xScale}
        domain={[left, right]}
        ticks={xTicks(left, right)}
        allowDataOverflow
        tickFormatter={xText}
        label={xLabelOf(xLabel)}
      />
      <YAxis
        {...axisLook}
        width={yLabel === undefined ? 48 : 60}
        minTickGap={8}
        scale={yScale}
        domain={[low, high]}
        ticks={yScale === 'log' ? logTicks(low, high) : roundTicks(low, high)}
        allowDataOverflow
        tickFormatter={tickText}
        label={yLabelOf(yLabel)}
      />
      {diagonal && (
        <ReferenceLine
          segment={[
            { x: left, y: low },
            { x: right, y: high },
          ]}
          stroke="var(--border-strong)"
          strokeDasharray="3 3"
        />
      )}
      {levelY !== undefined && (
        <ReferenceLine
          y={levelY}
          stroke="var(--border-strong)"
          strokeDasharray="3 3"
          label={{ value: levelLabel, position: 'insideBottomLeft', fill: 'var(--muted)', fontSize: 11 }}
        />
      )}
      <PathLines isCrowd={isCrowd} />
      {hasEndLabels && <LineLabels />}
      <LineReader {...{ xLabel, tipHost, isCrowd }} xText={xText} />
    </RechartsLineChart>
  );
});
