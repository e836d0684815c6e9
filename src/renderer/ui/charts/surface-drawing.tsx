import { memo, useId, useMemo, useRef, useState } from 'react';
import {
  usePlotArea,
  useXAxisInverseScale,
  useXAxisScale,
  useYAxisInverseScale,
  useYAxisScale,
} from 'recharts';
import { tickText } from '../../../shared/charts/tick-text.ts';
import styles from './chart.module.css';
import { ColorBar, colorBarWidth } from './color-bar.tsx';
import { type ColorScale, colorStep, useScaleColors } from './color-scale.ts';
import type { Space } from './frame-parts.ts';
import { PlotFrame } from './plot-frame.tsx';
import type { SurfaceChartProps } from './surface-chart-props.ts';
import { cellTiles, fieldTiles, type Tile } from './surface-tiles.ts';
import { ChartTip } from './tip.tsx';

interface Given extends Omit<SurfaceChartProps, 'label' | 'height' | 'total'> {
  scale: ColorScale | null;
}

interface Look extends Given {
  steps: readonly string[];
}

interface Under {
  /** In pixels. */
  x: number;
  y: number;
  /** In the columns' own units. */
  across: number;
  up: number;
}

const tipGap = 14;
const fewestForDots = 3000;

export function SurfaceDrawing({ width, height, ...given }: Given & Space) {
  const { surface, xLabel, yLabel, xScale, yScale } = given;
  const steps = useScaleColors();
  const look = { ...given, steps };
  const [under, setUnder] = useState<Under | null>(null);
  const host = useRef<HTMLDivElement>(null);
  return (
    <div ref={host}>
      <PlotFrame
        {...{ width, height }}
        x={{ label: xLabel, scale: xScale, values: surface.xEdges, isTight: true }}
        y={{ label: yLabel, scale: yScale, values: surface.yEdges, isTight: true }}
        rightRoom={colorBarWidth + 16}
      >
        <Field {...look} onUnder={setUnder} />
      </PlotFrame>
      {under !== null && <UnderTip under={under} look={look} width={width} />}
    </div>
  );
}

type ScaleFunction = (value: number) => number | undefined;

/** Tiles by colour: as many paths as there are colours. */
const Tiles = memo(function Tiles({
  tiles,
  scale,
  steps,
  x,
  y,
}: {
  tiles: readonly Tile[];
  scale: ColorScale;
  steps: readonly string[];
  x: ScaleFunction;
  y: ScaleFunction;
}) {
  const parts = new Map<string, string[]>();
  for (const { left, right, low, high, value } of tiles) {
    const color = steps[colorStep(scale, value)] ?? 'none';
    const [from, to] = [x(left) ?? 0, x(right) ?? 0];
    const [top, bottom] = [y(high) ?? 0, y(low) ?? 0];
    const part = `M${from.toFixed(1)} ${top.toFixed(1)}H${to.toFixed(1)}V${bottom.toFixed(1)}H${from.toFixed(1)}Z`;
    const known = parts.get(color);
    if (known === undefined) parts.set(color, [part]);
    else known.push(part);
  }
  return [...parts].map(([color, each]) => (
    // Stroked as well: without it the ground shows between neighbours.
    <path key={color} d={each.join('')} fill={color} stroke={color} strokeWidth={0.6} />
  ));
});

function Field({
  surface,
  mode,
  steps,
  scale,
  metric,
  onUnder,
}: Look & { onUnder: (under: Under | null) => void }) {
  const area = usePlotArea();
  const x = useXAxisScale();
  const y = useYAxisScale();
  const xAt = useXAxisInverseScale();
  const yAt = useYAxisInverseScale();
  const clip = useId();
  const { field, points } = surface;
  const isField = mode === 'field' && field !== null;
  const tiles = useMemo(
    () => (isField && field !== null ? fieldTiles(field) : cellTiles(surface)),
    [isField, field, surface],
  );
  if (area === undefined || x === undefined || y === undefined) return null;
  const dotSize = points.length > 300 ? 1.5 : 3;
  const dots = points.map((point) => `M${x(point.x)?.toFixed(1)} ${y(point.y)?.toFixed(1)}h0`).join('');
  return (
    <>
      <clipPath id={clip}>
        <rect x={area.x} y={area.y} width={area.width} height={area.height} />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        {scale !== null && <Tiles {...{ tiles, scale, steps, x, y }} />}
        {isField &&
          field?.contours.map(({ value, lines }) => (
            <Contour key={value} value={value} lines={lines} x={x} y={y} area={area} />
          ))}
      </g>
      {/* Not cut off at the edge, where the least and the greatest values are. */}
      <g fill="none" strokeLinecap="round" strokeOpacity={points.length > fewestForDots ? 0.35 : 0.8}>
        {/* With a rim, so that they are seen on dark and on light. */}
        <path d={dots} stroke="var(--surface)" strokeWidth={dotSize + 2} />
        <path d={dots} stroke="var(--text)" strokeWidth={dotSize} />
      </g>
      {scale !== null && (
        <ColorBar
          scale={scale}
          colors={steps}
          title={metric}
          x={area.x + area.width + 16}
          top={area.y}
          height={area.height}
        />
      )}
      <rect
        {...{ x: area.x, y: area.y, width: area.width, height: area.height }}
        fill="transparent"
        onPointerLeave={() => onUnder(null)}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const at = { x: area.x + event.clientX - box.x, y: area.y + event.clientY - box.y };
          onUnder({ ...at, across: Number(xAt?.(at.x)), up: Number(yAt?.(at.y)) });
        }}
      />
    </>
  );
}

/** A contour with its value where there is room for it. */
function Contour({
  value,
  lines,
  x,
  y,
  area,
}: {
  value: number;
  lines: readonly (readonly (readonly [number, number])[])[];
  x: ScaleFunction;
  y: ScaleFunction;
  area: { x: number; y: number; width: number; height: number };
}) {
  const drawn = lines.map((line) => line.map(([across, up]) => ({ x: x(across) ?? 0, y: y(up) ?? 0 })));
  const longest = drawn.reduce<(typeof drawn)[number]>(
    (best, line) => (line.length > best.length ? line : best),
    [],
  );
  const named = longest[Math.floor(longest.length / 2)];
  const isRoomy =
    named !== undefined &&
    longest.length > 8 &&
    named.x > area.x + 20 &&
    named.x < area.x + area.width - 20 &&
    named.y > area.y + 10 &&
    named.y < area.y + area.height - 10;
  return (
    <>
      <path
        d={drawn
          .map((line) => `M${line.map((at) => `${at.x.toFixed(1)} ${at.y.toFixed(1)}`).join('L')}`)
          .join('')}
        fill="none"
        stroke="var(--surface)"
        strokeWidth={1.25}
        strokeOpacity={0.85}
      />
      {isRoomy && (
        <text
          x={named.x}
          y={named.y}
          textAnchor="middle"
          dominantBaseline="central"
          fontSize={11}
          fill="var(--text)"
          stroke="var(--surface)"
          strokeWidth={3}
          paintOrder="stroke"
        >
          {tickText(value)}
        </text>
      )}
    </>
  );
}

const placeIn = (edges: readonly number[], value: number) => {
  const next = edges.findIndex((edge) => edge > value);
  return (next === -1 ? edges.length - 1 : next) - 1;
};

function UnderTip({ under, look, width }: { under: Under; look: Look; width: number }) {
  const { surface, xLabel, yLabel, metric, mode } = look;
  const { xEdges, yEdges, counts, means, field } = surface;
  const [column, row] = [placeIn(xEdges, under.across), placeIn(yEdges, under.up)];
  const count = counts[row]?.[column];
  if (count === undefined) return null;
  const range = (edges: readonly number[], index: number) =>
    `${tickText(edges[index] ?? 0)} to ${tickText(edges[index + 1] ?? 0)}`;
  const smooth =
    mode === 'field' && field !== null
      ? field.values[placeIn(field.y, under.up)]?.[placeIn(field.x, under.across)]
      : undefined;
  return (
    <div
      className={styles.tipPlace}
      style={
        under.x < width / 2
          ? { left: under.x + tipGap, top: Math.max(0, under.y - tipGap) }
          : { right: width - under.x + tipGap, top: Math.max(0, under.y - tipGap) }
      }
    >
      <ChartTip
        head={
          count === 0
            ? 'no run in this cell'
            : count === 1
              ? '1 run in this cell'
              : `${count} runs in this cell`
        }
        rows={[
          { name: xLabel, value: range(xEdges, column) },
          { name: yLabel, value: range(yEdges, row) },
          { name: `mean ${metric}`, value: means[row]?.[column] ?? 'none' },
          ...(smooth === undefined ? [] : [{ name: `smooth ${metric}`, value: smooth ?? 'no run near' }]),
        ]}
      />
    </div>
  );
}
