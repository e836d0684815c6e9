import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import { classNames } from '../class-names.ts';
import styles from './layout.module.css';
import { isNumber, useRemembered } from './remembered.ts';

export interface SplitPanesProps {
  /** Under this name the size is remembered. */
  name: string;
  /** Which of the two keeps its size while the window changes. */
  fixed: 'first' | 'second';
  direction?: 'row' | 'column';
  /** Of the fixed pane, in pixels. */
  initialSize: number;
  minimumSize?: number;
  maximumSize?: number;
  first: ReactNode;
  /** null closes the pane and gives the room to the other. */
  second: ReactNode | null;
}

const keyStep = 16;
const otherPaneMinimum = 160;

/** Two panes with a line between them that moves by pointer and by arrow keys. */
export function SplitPanes({
  name,
  fixed,
  direction = 'row',
  initialSize,
  minimumSize = 120,
  maximumSize = 1200,
  first,
  second,
}: SplitPanesProps) {
  const [size, setSize] = useRemembered(`pane.${name}`, initialSize, isNumber);
  const frame = useRef<HTMLDivElement>(null);
  const dragFrom = useRef<{ at: number; size: number } | null>(null);
  const horizontal = direction === 'row';
  const sign = fixed === 'first' ? 1 : -1;

  const resize = (wanted: number) => {
    const bounds = frame.current?.getBoundingClientRect();
    const room =
      bounds === undefined ? maximumSize : (horizontal ? bounds.width : bounds.height) - otherPaneMinimum;
    setSize(Math.round(Math.max(minimumSize, Math.min(wanted, maximumSize, room))));
  };
  const positionOf = (event: PointerEvent) => (horizontal ? event.clientX : event.clientY);
  const onKeyDown = (event: KeyboardEvent) => {
    const [smaller, larger] = horizontal ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    if (event.key !== smaller && event.key !== larger) return;
    event.preventDefault();
    resize(size + (event.key === larger ? keyStep : -keyStep) * sign);
  };

  const extent = { [horizontal ? 'width' : 'height']: `min(${size}px, calc(100% - ${otherPaneMinimum}px))` };
  const isFixed = (pane: 'first' | 'second') => fixed === pane && second !== null;
  return (
    <div ref={frame} className={classNames(styles.split, !horizontal && styles.vertical)}>
      <div
        className={isFixed('first') ? styles.fixed : styles.rest}
        style={isFixed('first') ? extent : undefined}
      >
        {first}
      </div>
      {second !== null && (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a window splitter is a focusable separator (WAI-ARIA), not an hr */}
          <div
            role="separator"
            tabIndex={0}
            className={styles.handle}
            aria-label={`Resize ${name}`}
            aria-orientation={horizontal ? 'vertical' : 'horizontal'}
            aria-valuenow={size}
            aria-valuemin={minimumSize}
            aria-valuemax={maximumSize}
            onKeyDown={onKeyDown}
            onDoubleClick={() => setSize(initialSize)}
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              dragFrom.current = { at: positionOf(event), size };
            }}
            onPointerMove={(event) => {
              const from = dragFrom.current;
              if (from !== null) resize(from.size + (positionOf(event) - from.at) * sign);
            }}
            onPointerUp={() => {
              dragFrom.current = null;
            }}
          />
          <div
            className={isFixed('second') ? styles.fixed : styles.rest}
            style={isFixed('second') ? extent : undefined}
          >
            {second}
          </div>
        </>
      )}
    </div>
  );
}
