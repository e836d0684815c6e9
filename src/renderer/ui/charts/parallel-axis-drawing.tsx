import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { brushedValues, type ParallelAxis } from '../../../shared/model/comparison/parallel-axis.ts';
import { formatNumber } from '../format.ts';
import type { Brush, LaidColumn } from './brushes.ts';
import styles from './chart.module.css';
import type { AxisChange } from './parallel-chart-props.ts';
import type { ParallelSpace } from './parallel-space.ts';
import { axisTicks } from './parallel-ticks.ts';

const keyStep = 0.05;
const characterPx = 6.2;
const shortestDragPx = 4;

const cut = (text: string, most: number) =>
  text.length > most ? `${text.slice(0, Math.max(1, most - 1))}…` : text;

export function brushText(axis: ParallelAxis, brush: Brush | undefined): string {
  if (brush === undefined) return 'all';
  if (brush === 'missing') return 'runs without a value';
  const held = brushedValues(axis, brush.from, brush.to);
  return held.kind === 'range'
    ? `${formatNumber(held.min)} to ${formatNumber(held.max)}`
    : held.categories.join(', ') || 'none';
}

interface AxisProps {
  column: LaidColumn;
  index: number;
  axes: number;
  space: ParallelSpace;
  brush: Brush | undefined;
  onBrush: (brush: Brush | null) => void;
  onMove: (to: number) => void;
  onChange: (change: AxisChange) => void;
  onHide: () => void;
}

export function ParallelAxisDrawing(props: AxisProps) {
  const { column, index, space, brush, onBrush } = props;
  const { axis } = column;
  const x = space.xOf(index);
  const bottom = space.top + space.length;
  const mostCharacters = Math.max(3, Math.floor((space.gap - 14) / characterPx));
  const isLane = brush === 'missing';
  return (
    <g fontSize={11} fill="var(--muted)">
      <AxisHead {...props} x={x} />
      <line x1={x} x2={x} y1={space.top} y2={bottom} stroke="var(--border-strong)" />
      {axisTicks(axis, space.length).map(({ text, position }) => {
        const y = space.yOf(column, position);
        return (
          <g key={text} pointerEvents="none">
            <line x1={x - 3} x2={x + 3} y1={y} y2={y} stroke="var(--border-strong)" />
            <text
              x={x + 6}
              y={y}
              dominantBaseline="central"
              stroke="var(--surface)"
              strokeWidth={3}
              paintOrder="stroke"
            >
              {cut(text, mostCharacters)}
              <title>{text}</title>
            </text>
          </g>
        );
      })}
      {axis.laneCount > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a part of a drawing
        <g
          role="button"
          tabIndex={0}
          className={styles.brushed}
          aria-pressed={isLane}
          aria-label={`none: ${axis.laneCount} runs without ${column.label}, only these`}
          cursor="pointer"
          onClick={() => onBrush(isLane ? null : 'missing')}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== ' ') return;
            event.preventDefault();
            onBrush(isLane ? null : 'missing');
          }}
        >
          <rect
            x={x - 28}
            y={space.laneY - 7}
            width={56}
            height={24}
            className={isLane ? styles.chosen : undefined}
            fill={isLane ? undefined : 'transparent'}
          />
          <circle cx={x} cy={space.laneY} r={3} fill="var(--border-strong)" />
          <text
            x={x}
            y={space.laneY + 14}
            textAnchor="middle"
            stroke="var(--surface)"
            strokeWidth={3}
            paintOrder="stroke"
          >
            none: {axis.laneCount}
          </text>
        </g>
      )}
      <BrushHandle {...{ column, space, brush, onBrush, x }} />
    </g>
  );
}

/** The axis' name. A drag moves it, and so do arrow keys; F turns it around, L makes it logarithmic, Delete takes it away. */
function AxisHead({ column, index, axes, space, onMove, onChange, onHide, x }: AxisProps & { x: number }) {
  const startedAt = useRef<number | null>(null);
  const [isMoving, setMoving] = useState(false);
  const { axis, isFlipped } = column;
  const actions = new Map([
    ['ArrowLeft', () => onMove(Math.max(0, index - 1))],
    ['ArrowRight', () => onMove(Math.min(axes - 1, index + 1))],
    ['f', () => onChange({ isFlipped: !isFlipped })],
    ['l', () => axis.kind !== 'category' && onChange({ scale: axis.kind === 'log' ? 'linear' : 'log' })],
    ['Delete', onHide],
  ]);
  const drag = (event: PointerEvent) => {
    if (startedAt.current === null) return;
    if (!isMoving && Math.abs(event.clientX - startedAt.current) < shortestDragPx) return;
    setMoving(true);
    const moved = Math.round((event.clientX - startedAt.current) / space.gap);
    const to = Math.max(0, Math.min(axes - 1, index + moved));
    if (to === index) return;
    startedAt.current += (to - index) * space.gap;
    onMove(to);
  };
  const most = Math.max(4, Math.floor((space.gap - 8) / characterPx));
  const sign = `${axis.kind === 'log' ? ' log' : ''}${isFlipped ? ' ↓' : ''}`;
  const shownName = `${cut(column.label, most - sign.length)}${sign}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a part of a drawing
    <g
      role="button"
      tabIndex={0}
      className={styles.brushed}
      aria-label={`${shownName}: axis ${column.label}, ${index + 1} of ${axes}${isFlipped ? ', turned around' : ''}${axis.kind === 'log' ? ', logarithmic' : ''}; arrow keys move it, F turns it around, L changes its scale, Delete takes it away`}
      cursor={isMoving ? 'grabbing' : 'grab'}
      onKeyDown={(event: KeyboardEvent) => {
        const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions.get(event.key);
        if (action === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        action();
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        startedAt.current = event.clientX;
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        startedAt.current = null;
        setMoving(false);
      }}
      onDoubleClick={() => onChange({ isFlipped: !isFlipped })}
    >
      <rect x={x - space.gap / 2 + 2} y={0} width={space.gap - 4} height={18} fill="transparent" />
      <text x={x} y={13} textAnchor="middle" fill={isMoving ? 'var(--accent)' : 'var(--text)'}>
        {shownName}
        <title>{`${column.label}: drag to move, double-click to turn around`}</title>
      </text>
    </g>
  );
}

/** A drag chooses a stretch. Keys: arrows move its lower end, with Shift its upper end, Delete takes it away. */
function BrushHandle({
  column,
  space,
  brush,
  onBrush,
  x,
}: Pick<AxisProps, 'column' | 'space' | 'brush' | 'onBrush'> & { x: number }) {
  const [dragFrom, setDragFrom] = useState<number | null>(null);
  const stretch = brush === 'missing' ? undefined : brush;
  const placeOf = (event: PointerEvent<SVGRectElement>) => {
    const y = space.top + event.clientY - event.currentTarget.getBoundingClientRect().y;
    return space.positionAt(column, y);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowUp: keyStep, ArrowDown: -keyStep }[event.key];
    if (step === undefined && event.key !== 'Delete' && event.key !== 'Backspace') return;
    event.preventDefault();
    if (step === undefined) return onBrush(null);
    const { from, to } = stretch ?? { from: 0, to: 1 };
    if (event.shiftKey) onBrush({ from, to: Math.min(1, Math.max(from + keyStep, to + step)) });
    else onBrush({ from: Math.max(0, Math.min(to - keyStep, from + step)), to });
  };
  const ends = stretch && [space.yOf(column, stretch.from), space.yOf(column, stretch.to)];
  return (
    <>
      {ends !== undefined && (
        <rect
          className={styles.chosen}
          x={x - 8}
          width={16}
          y={Math.min(...ends)}
          height={Math.abs((ends[1] ?? 0) - (ends[0] ?? 0))}
        />
      )}
      <rect
        className={styles.brushed}
        x={x - 10}
        y={space.top}
        width={20}
        height={space.length}
        role="slider"
        tabIndex={0}
        aria-label={`Brush of ${column.label}`}
        aria-orientation="vertical"
        aria-valuemin={0}
        aria-valuemax={1}
        aria-valuenow={stretch?.from ?? 0}
        aria-valuetext={brushText(column.axis, brush)}
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
        onPointerUp={(event) => {
          if (dragFrom !== null && placeOf(event) === dragFrom) onBrush(null);
          setDragFrom(null);
        }}
      />
    </>
  );
}
