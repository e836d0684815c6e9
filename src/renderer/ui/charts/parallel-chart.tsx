import { type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react';
import {
  type AxisValue,
  axisPosition,
  brushedValues,
  type ParallelAxis,
  parallelAxis,
} from '../../../shared/model/comparison/parallel-axis.ts';
import { formatNumber } from '../format.ts';
import { tickText } from './axes.tsx';
import { type Brush, type Brushes, brushedRuns, type ParallelRun } from './brushes.ts';
import styles from './chart.module.css';
import { csvText } from './csv-text.ts';
import { ChartFrame } from './frame.tsx';
import type { Space } from './frame-parts.ts';
import { seriesColor } from './series-color.ts';

export interface ParallelChartProps {
  label: string;
  axes: readonly string[];
  runs: readonly ParallelRun[];
  /** By axis; a run is in when it is in all of them. */
  brushes: Brushes;
  onBrushes: (brushes: Brushes) => void;
  height?: number;
}

const top = 36;
const bottom = 36;
const side = 60;
const keyStep = 0.05;
/** A click takes the brush away. */
const shortestBrush = 0.02;

/** One line a run through its values; a drag along an axis keeps the runs within it. What has no value runs below the axis. */
export function ParallelChart({ label, axes, runs, brushes, onBrushes, height = 360 }: ParallelChartProps) {
  const within = useMemo(
    () => new Set(brushedRuns({ axes, runs }, brushes).map(({ id }) => id)),
    [axes, runs, brushes],
  );
  return (
    <ChartFrame
      label={label}
      drawn={within.size}
      total={runs.length}
      noun="runs within the brushes"
      height={height}
      isInteractive
      csv={() =>
        csvText(
          ['run', 'id', ...axes],
          runs
            .filter(({ id }) => within.has(id))
            .map(({ id, name, values }) => [name, id, ...values.map(plain)]),
        )
      }
      table={{
        head: ['run', ...axes],
        rows: runs.map(({ name, values }) => [name, ...values.map((value) => plain(value) ?? 'none')]),
      }}
    >
      {(_, space) => <Drawing {...space} {...{ axes, runs, brushes, onBrushes, within }} />}
    </ChartFrame>
  );
}

const plain = (value: AxisValue): string | number | null =>
  typeof value === 'boolean' ? String(value) : value;

function Drawing({
  width,
  height,
  axes,
  runs,
  brushes,
  onBrushes,
  within,
}: Space & Omit<ParallelChartProps, 'label' | 'height'> & { within: ReadonlySet<string> }) {
  const scales = useMemo(
    () =>
      axes.map((name, index) =>
        parallelAxis({ name, values: runs.map(({ values }) => values[index] ?? null) }),
      ),
    [axes, runs],
  );
  const length = height - top - bottom;
  const xOf = (index: number) =>
    axes.length === 1 ? width / 2 : side + ((width - 2 * side) * index) / (axes.length - 1);
  const yOf = (place: number | null) => (place === null ? top + length + 14 : top + length * (1 - place));
  const pathOf = ({ values }: ParallelRun) =>
    `M${scales.map((axis, index) => `${xOf(index).toFixed(1)} ${yOf(axisPosition(axis, values[index] ?? null)).toFixed(1)}`).join('L')}`;
  const set = (name: string, brush: Brush | null) => {
    const { [name]: _, ...others } = brushes;
    onBrushes(
      brush === null || brush.to - brush.from < shortestBrush ? others : { ...others, [name]: brush },
    );
  };
  // What is within lies over what is not.
  const ordered = [...runs].sort((one, other) => Number(within.has(one.id)) - Number(within.has(other.id)));
  return (
    <svg width={width} height={height} aria-hidden={false}>
      <title>Parallel coordinates</title>
      <g fill="none">
        {ordered.map((run) => (
          <path
            key={run.id}
            d={pathOf(run)}
            stroke={within.has(run.id) ? seriesColor(run.id) : 'var(--border)'}
            strokeWidth={1.25}
            strokeOpacity={within.has(run.id) ? 0.85 : 0.6}
          />
        ))}
      </g>
      {scales.map((axis, index) => (
        <Axis
          key={axis.name}
          axis={axis}
          x={xOf(index)}
          length={length}
          brush={brushes[axis.name]}
          onBrush={(brush) => set(axis.name, brush)}
        />
      ))}
    </svg>
  );
}

const longestName = 18;
const cut = (text: string) => (text.length > longestName ? `${text.slice(0, longestName - 1)}…` : text);

function endsOf(axis: ParallelAxis): [string, string] {
  if (axis.kind !== 'category') return [tickText(axis.min), tickText(axis.max)];
  return [axis.categories[0] ?? '', axis.categories.at(-1) ?? ''];
}

function brushText(axis: ParallelAxis, brush: Brush | undefined): string {
  if (brush === undefined) return 'all';
  const held = brushedValues(axis, brush.from, brush.to);
  return held.kind === 'range'
    ? `${formatNumber(held.min)} to ${formatNumber(held.max)}`
    : held.categories.join(', ') || 'none';
}

/** A drag chooses a stretch. Keys: arrows move it, with Shift its upper end, Delete takes it away. */
function Axis({
  axis,
  x,
  length,
  brush,
  onBrush,
}: {
  axis: ParallelAxis;
  x: number;
  length: number;
  brush: Brush | undefined;
  onBrush: (brush: Brush | null) => void;
}) {
  const [dragFrom, setDragFrom] = useState<number | null>(null);
  const placeOf = (event: PointerEvent<SVGRectElement>) => {
    const y = event.clientY - event.currentTarget.getBoundingClientRect().y;
    return Math.max(0, Math.min(1, 1 - y / length));
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowUp: keyStep, ArrowDown: -keyStep }[event.key];
    if (step === undefined && event.key !== 'Delete' && event.key !== 'Backspace') return;
    event.preventDefault();
    if (step === undefined) return onBrush(null);
    const { from, to } = brush ?? { from: 0, to: 1 };
    if (event.shiftKey) onBrush({ from, to: Math.min(1, Math.max(from + keyStep, to + step)) });
    else onBrush({ from: Math.max(0, Math.min(to - keyStep, from + step)), to });
  };
  const [low, high] = endsOf(axis);
  const ticks = axis.kind === 'category' ? axis.categories : [];
  return (
    <g fontSize={11} textAnchor="middle" fill="var(--muted)">
      <text x={x} y={14} fill="var(--text)">
        {cut(axis.name)}
        <title>{axis.name}</title>
      </text>
      <text x={x} y={28}>
        {cut(high)}
      </text>
      <text x={x} y={top + length + 30}>
        {cut(low)}
      </text>
      <line x1={x} x2={x} y1={top} y2={top + length} stroke="var(--border-strong)" />
      {ticks.map((text, index) => (
        <line
          key={text}
          x1={x - 3}
          x2={x + 3}
          y1={top + length * (1 - (ticks.length === 1 ? 0.5 : index / (ticks.length - 1)))}
          y2={top + length * (1 - (ticks.length === 1 ? 0.5 : index / (ticks.length - 1)))}
          stroke="var(--border-strong)"
        />
      ))}
      {brush !== undefined && (
        <rect
          className={styles.chosen}
          x={x - 8}
          width={16}
          y={top + length * (1 - brush.to)}
          height={length * (brush.to - brush.from)}
        />
      )}
      <rect
        className={styles.brushed}
        x={x - 12}
        y={top}
        width={24}
        height={length}
        role="slider"
        tabIndex={0}
        aria-label={`Brush of ${axis.name}`}
        aria-orientation="vertical"
        aria-valuemin={0}
        aria-valuemax={1}
        aria-valuenow={brush?.from ?? 0}
        aria-valuetext={brushText(axis, brush)}
        fill="transparent"
        cursor="ns-resize"
        onKeyDown={press}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragFrom(placeOf(event));
        }}
        onPointerMove={(event) => {
          if (dragFrom === null) return;
          const place = placeOf(event);
          onBrush({ from: Math.min(dragFrom, place), to: Math.max(dragFrom, place) });
        }}
        onPointerUp={() => setDragFrom(null)}
      />
    </g>
  );
}
