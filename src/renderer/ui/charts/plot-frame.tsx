import type { ReactNode } from 'react';
import { CartesianGrid, LineChart, XAxis, YAxis } from 'recharts';
import { logTicks, nearLogEnds, roundEnds, roundTicks } from '../../../shared/charts/round-axis.ts';
import { tickText } from '../../../shared/charts/tick-text.ts';
import { axisLook, gridLook, xLabelOf, yLabelOf } from './axes.tsx';
import type { Scale } from './chart-zoom.ts';
import type { Space } from './frame-parts.ts';

export interface PlotAxis {
  readonly label: string;
  readonly values: readonly number[];
  readonly scale: Scale;
  /** The ends are the values' own, not round ones. */
  readonly isTight?: boolean;
}

/** Ends that hold all values. */
function endsOf({ values, scale, isTight = false }: PlotAxis): readonly [number, number] {
  if (values.length === 0) return scale === 'log' ? [1, 10] : [0, 1];
  const low = values.reduce((least, value) => Math.min(least, value));
  const high = values.reduce((most, value) => Math.max(most, value));
  if (isTight && low < high) return [low, high];
  return (scale === 'log' ? nearLogEnds : roundEnds)(low, high);
}

const ticksOf = ({ scale }: PlotAxis, [low, high]: readonly [number, number]) =>
  scale === 'log' ? logTicks(low, high) : roundTicks(low, high);

/** Recharts' axes and grid around marks that are drawn with its scales. */
export function PlotFrame({
  width,
  height,
  x,
  y,
  xNames,
  rightRoom = 16,
  children,
}: Space & {
  x: PlotAxis;
  y: PlotAxis;
  /** Names at 0, 1, 2 … instead of numbers. */
  xNames?: readonly string[];
  /** Pixels beside the plot. */
  rightRoom?: number | undefined;
  children: ReactNode;
}) {
  const xEnds = xNames === undefined ? endsOf(x) : ([-0.5, xNames.length - 0.5] as const);
  const yEnds = endsOf(y);
  return (
    <LineChart
      // Recharts keeps a scale for a frame after it was changed: marks of the new one would be drawn on it.
      key={`${x.scale} ${y.scale}`}
      {...{ width, height }}
      margin={{ top: 8, right: rightRoom, bottom: 12, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid {...gridLook} vertical={xNames === undefined} />
      <XAxis
        {...axisLook}
        dataKey="x"
        type="number"
        scale={x.scale}
        domain={[...xEnds]}
        ticks={xNames === undefined ? ticksOf(x, xEnds) : xNames.map((_, place) => place)}
        interval={xNames === undefined ? 'preserveEnd' : 'preserveStart'}
        allowDataOverflow
        tickFormatter={xNames === undefined ? tickText : (place: number) => xNames[place] ?? ''}
        label={xLabelOf(x.label)}
      />
      <YAxis
        {...axisLook}
        width={60}
        minTickGap={8}
        scale={y.scale}
        domain={[...yEnds]}
        ticks={ticksOf(y, yEnds)}
        allowDataOverflow
        tickFormatter={tickText}
        label={yLabelOf(y.label)}
      />
      {children}
    </LineChart>
  );
}
