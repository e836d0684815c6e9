import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { seriesColor } from '../../../shared/charts/series-color.ts';
import type { Brush, LaidColumn } from './brushes.ts';
import styles from './chart.module.css';
import { ColorBar, colorBarWidth } from './color-bar.tsx';
import { colorScaleOf, colorStep, useScaleColors } from './color-scale.ts';
import type { Space } from './frame-parts.ts';
import { ParallelAxisDrawing } from './parallel-axis-drawing.tsx';
import type { ParallelChartProps } from './parallel-chart-props.ts';
import { ParallelLines } from './parallel-lines.tsx';
import { nearestLine, parallelSpace } from './parallel-space.ts';
import { useResolvedColors } from './theme-colors.ts';
import { ChartTip } from './tip.tsx';

type Look = Omit<ParallelChartProps, 'label' | 'height'> & {
  laid: readonly LaidColumn[];
  /** One a run. */
  within: Uint8Array;
};

/** A click takes the brush away. */
const shortestBrush = 0.01;
const reachPx = 8;
const ownColors = 200;
const tipGap = 14;

const opacityOf = (runs: number) => (runs > 2000 ? 0.25 : runs > 500 ? 0.45 : 0.8);

/** Runs by the colour they are drawn in, of those that are drawn. */
function groupsOf(colors: readonly string[], isDrawn: (run: number) => boolean) {
  const groups = new Map<string, number[]>();
  for (const [run, color] of colors.entries()) {
    if (!isDrawn(run)) continue;
    const known = groups.get(color);
    if (known === undefined) groups.set(color, [run]);
    else known.push(run);
  }
  return [...groups].map(([color, runs]) => ({ color, runs }));
}

/** The colour of each run's line, from worst to best where there is a scale: the best are drawn last, over the others. */
function useLineColors(runs: Look['runs'], color: Look['color']) {
  const steps = useScaleColors();
  const scale = useMemo(() => color && colorScaleOf(color.values, color.goal), [color]);
  const isOwn = color === null && runs.length <= ownColors;
  const tokens = useMemo(
    () => ['var(--border-strong)', ...runs.map(({ id }) => (isOwn ? seriesColor(id) : 'var(--series-1)'))],
    [runs, isOwn],
  );
  const palette = useResolvedColors(useMemo(() => tokens.slice(0, ownColors + 1), [tokens]));
  const noValue = palette[0] ?? '';
  const colors = useMemo(
    () =>
      runs.map((_, run) => {
        if (color === null) return palette[run + 1] ?? palette[1] ?? '';
        const value = color.values[run] ?? null;
        return value === null || scale === null ? noValue : (steps[colorStep(scale, value)] ?? noValue);
      }),
    [runs, color, scale, steps, palette, noValue],
  );
  const order = useMemo(
    () => new Map([noValue, ...steps].map((each, place) => [each, place])),
    [noValue, steps],
  );
  return { colors, order, steps, scale };
}

export function ParallelDrawing({ width, height, laid, within, ...look }: Look & Space) {
  const { runs, brushes, onBrushes, color, onMove, onChange, onHide, onOpen } = look;
  const host = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState<{ run: number; x: number; y: number } | null>(null);
  const { colors, order, steps, scale } = useLineColors(runs, color);
  const right = scale === null ? 0 : colorBarWidth;
  const axes = laid.length;
  const space = useMemo(() => parallelSpace({ width, height }, axes, right), [width, height, axes, right]);
  const [faint = ''] = useResolvedColors(useMemo(() => ['var(--border)'], []));
  const all = useMemo(() => [{ color: faint, runs: runs.map((_, run) => run) }], [faint, runs]);
  // While a brush is drawn, its lines may come a moment later than it.
  const shown = useDeferredValue(within);
  const groups = useMemo(
    () =>
      groupsOf(colors, (run) => shown[run] === 1).sort(
        (one, other) => (order.get(one.color) ?? 0) - (order.get(other.color) ?? 0),
      ),
    [colors, shown, order],
  );
  const held = useMemo(() => shown.reduce((sum, each) => sum + each, 0), [shown]);
  const set = (key: string, brush: Brush | null) => {
    const { [key]: _, ...others } = brushes;
    const isGone = brush === null || (brush !== 'missing' && brush.to - brush.from < shortestBrush);
    onBrushes(isGone ? others : { ...others, [key]: brush });
  };
  const found = over === null ? undefined : runs[over.run];
  return (
    <div
      ref={host}
      className={styles.parallel}
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const at = { x: event.clientX - box.x, y: event.clientY - box.y };
        const run = event.buttons === 0 ? nearestLine({ columns: laid, within, space }, at, reachPx) : -1;
        setOver(run === -1 ? null : { run, ...at });
      }}
      onPointerLeave={() => setOver(null)}
    >
      {held < runs.length && (
        <ParallelLines {...{ width, height, space }} columns={laid} groups={all} opacity={0.5} />
      )}
      <ParallelLines {...{ width, height, space, groups }} columns={laid} opacity={opacityOf(held)} />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the table of the same runs is what the keyboard opens them from */}
      <svg
        width={width}
        height={height}
        aria-hidden={false}
        onClick={(event) => {
          if (found !== undefined && event.target === event.currentTarget) onOpen(found.id);
        }}
        cursor={found === undefined ? undefined : 'pointer'}
      >
        <title>Parallel coordinates</title>
        {over !== null && (
          <path
            d={`M${laid.map((column, index) => `${space.xOf(index)} ${space.yOf(column, column.positions[over.run] ?? Number.NaN).toFixed(1)}`).join('L')}`}
            fill="none"
            stroke="var(--text)"
            strokeWidth={2}
            pointerEvents="none"
          />
        )}
        {laid.map((column, index) => (
          <ParallelAxisDrawing
            key={column.key}
            {...{ column, index, space, axes }}
            brush={brushes[column.key]}
            onBrush={(brush) => set(column.key, brush)}
            onMove={(to) => onMove(index, to)}
            onChange={(change) => onChange(column.key, change)}
            onHide={() => onHide(column.key)}
          />
        ))}
        {scale !== null && color !== null && (
          <ColorBar
            scale={scale}
            colors={steps}
            title={color.label}
            x={width - colorBarWidth + 6}
            top={space.top}
            height={space.length}
          />
        )}
      </svg>
      {found !== undefined && over !== null && (
        <div
          className={styles.tipPlace}
          style={
            over.x < width / 2
              ? { left: over.x + tipGap, top: Math.max(0, Math.min(over.y, height - 120)) }
              : { right: width - over.x + tipGap, top: Math.max(0, Math.min(over.y, height - 120)) }
          }
        >
          <ChartTip
            head={found.name}
            rows={laid.slice(0, 14).map(({ label, values }) => {
              const value = values[over.run] ?? null;
              return { name: label, value: typeof value === 'number' ? value : String(value ?? 'none') };
            })}
          />
        </div>
      )}
    </div>
  );
}
