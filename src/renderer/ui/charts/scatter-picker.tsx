import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import styles from './chart.module.css';
import { isWithin, nearestSpot, rectangleOf, type Spot } from './lasso.ts';
import type { RunScatterProps } from './scatter-runs.ts';

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface PickerProps extends Pick<RunScatterProps, 'runs' | 'tool' | 'selected' | 'onSelect' | 'onOpen'> {
  area: Area;
  /** One a run, in pixels. */
  spots: readonly Spot[];
  onHover: (at: Spot | null) => void;
}

/** A click may tremble. */
const shortestDragPx = 4;
const clickReachPx = 10;
/** Shares of the plot: an arrow's step, and a small one. */
const [keyStep, smallKeyStep] = [0.05, 0.01];

/**
 * Chooses runs. A drag draws a free line or a rectangle, with Shift it adds to what is chosen; a click opens the nearest run. Keys: arrows
 * move a cross (with Shift a little), Space puts down a corner, Enter takes what lies between it and the cross, Escape lets go.
 */
export function ScatterPicker({ runs, tool, selected, onSelect, onOpen, area, spots, onHover }: PickerProps) {
  const [line, setLine] = useState<readonly Spot[]>([]);
  const [cross, setCross] = useState<Spot | null>(null);
  const [corner, setCorner] = useState<Spot | null>(null);

  const spotOf = (event: PointerEvent<SVGRectElement>): Spot => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: area.x + Math.max(0, Math.min(area.width, event.clientX - box.x)),
      y: area.y + Math.max(0, Math.min(area.height, event.clientY - box.y)),
    };
  };
  const take = (around: readonly Spot[], isAdded: boolean) => {
    const ids = new Set(isAdded ? selected : []);
    for (const [place, spot] of spots.entries()) {
      const run = runs[place];
      if (run !== undefined && isWithin(around, spot)) ids.add(run.runId);
    }
    onSelect(ids);
  };
  const release = (event: PointerEvent<SVGRectElement>) => {
    const [from] = line;
    const to = spotOf(event);
    setLine([]);
    if (from === undefined) return;
    const isDrag = line.some(
      ({ x, y }) => Math.abs(x - from.x) >= shortestDragPx || Math.abs(y - from.y) >= shortestDragPx,
    );
    if (isDrag) return take(tool === 'lasso' ? line : rectangleOf(from, to), event.shiftKey);
    const run = runs[nearestSpot(spots, to, clickReachPx)];
    if (run !== undefined) onOpen(run.runId);
    else if (selected.size > 0) onSelect(new Set());
  };

  const middle = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
  const move = (across: number, up: number, isSmall: boolean) => {
    const step = isSmall ? smallKeyStep : keyStep;
    const from = cross ?? middle;
    const to = {
      x: Math.max(area.x, Math.min(area.x + area.width, from.x + across * step * area.width)),
      y: Math.max(area.y, Math.min(area.y + area.height, from.y - up * step * area.height)),
    };
    setCross(to);
    onHover(to);
  };
  const press = (event: KeyboardEvent) => {
    const at = cross ?? middle;
    const actions = new Map([
      ['ArrowLeft', () => move(-1, 0, event.shiftKey)],
      ['ArrowRight', () => move(1, 0, event.shiftKey)],
      ['ArrowUp', () => move(0, 1, event.shiftKey)],
      ['ArrowDown', () => move(0, -1, event.shiftKey)],
      [
        ' ',
        () => {
          setCross(at);
          setCorner(at);
        },
      ],
      [
        'Enter',
        () => {
          if (corner !== null) take(rectangleOf(corner, at), event.shiftKey);
          else {
            const run = runs[nearestSpot(spots, at, clickReachPx)];
            if (run !== undefined) onOpen(run.runId);
          }
          setCorner(null);
        },
      ],
      [
        'Escape',
        () => {
          setCorner(null);
          setCross(null);
          onHover(null);
          if (selected.size > 0) onSelect(new Set());
        },
      ],
    ]);
    const action = actions.get(event.key);
    if (action === undefined || (event.key === 'Escape' && cross === null && selected.size === 0)) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };

  const [from] = line;
  const to = line.at(-1);
  const outline =
    from !== undefined && to !== undefined && line.length > 1
      ? tool === 'lasso'
        ? line
        : rectangleOf(from, to)
      : corner !== null && cross !== null
        ? rectangleOf(corner, cross)
        : null;
  return (
    <>
      {outline !== null && (
        <path className={styles.chosen} d={`M${outline.map(({ x, y }) => `${x} ${y}`).join('L')}Z`} />
      )}
      {cross !== null && (
        <path
          d={`M${cross.x - 8} ${cross.y}h16M${cross.x} ${cross.y - 8}v16`}
          stroke="var(--text)"
          strokeWidth={1.5}
        />
      )}
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a plane one moves about in with keys of its own */}
      <rect
        className={styles.brushed}
        {...{ x: area.x, y: area.y, width: area.width, height: area.height }}
        fill="transparent"
        cursor="crosshair"
        role="application"
        aria-label="Choose runs: arrow keys move a cross, Space puts down a corner, Enter takes what lies between, Escape lets go"
        tabIndex={0}
        onKeyDown={press}
        onBlur={() => {
          setCross(null);
          setCorner(null);
          onHover(null);
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setLine([spotOf(event)]);
        }}
        onPointerMove={(event) => {
          const at = spotOf(event);
          if (line.length === 0) onHover(at);
          else setLine([...line, at]);
        }}
        onPointerUp={release}
        onPointerCancel={() => setLine([])}
        onPointerLeave={() => onHover(null)}
      />
    </>
  );
}
