// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by hand cannot be a <table>; the roles say what it is
import { Fragment, memo, type ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { isRightAligned } from './columns.ts';
import type { HeaderColumn } from './grid-header.tsx';
import styles from './table.module.css';
import { TickBox } from './tick-box.tsx';

export interface RowGesture {
  shift: boolean;
  control: boolean;
}

/** What a row reports; the same object for all rows and renders, so that a row is drawn again only when it changes. */
export interface RowHandlers {
  click: (index: number, gesture: RowGesture) => void;
  open: (index: number) => void;
  tick: (index: number, gesture: RowGesture) => void;
}

export interface GridRowProps {
  index: number;
  id: string;
  top: number;
  width: number;
  /** Room of the boxes, at the left. */
  leading: number;
  /** Room that the columns left of the window take, and which column comes after it. */
  before: number;
  firstMoving: number;
  columns: readonly HeaderColumn[];
  /** Which of the columns are in sight. */
  indices: readonly number[];
  /** undefined: this table has no boxes. */
  isTicked: boolean | undefined;
  isActive: boolean;
  /** Of a tree: how deep the row stands, from 1 on, and whether it is open, if it can be. */
  level?: number | undefined;
  isExpanded?: boolean | undefined;
  renderCell: (rowIndex: number, columnId: string) => ReactNode;
  handlers: RowHandlers;
}

const gestureOf = (event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }): RowGesture => ({
  shift: event.shiftKey,
  control: event.ctrlKey || event.metaKey,
});

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { index, isTicked, isActive, columns, handlers } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the grid, which keeps the focus
    <div
      id={props.id}
      role="row"
      tabIndex={-1}
      data-row={index}
      aria-rowindex={index + 2}
      aria-level={props.level}
      aria-expanded={props.isExpanded}
      aria-selected={isTicked ?? isActive}
      className={classNames(styles.row, isActive && styles.active)}
      style={{ transform: `translateY(${props.top}px)`, width: props.width }}
      onMouseDown={(event) => {
        if (event.shiftKey) event.preventDefault();
      }}
      onClick={(event) => handlers.click(index, gestureOf(event))}
      onDoubleClick={() => handlers.open(index)}
    >
      {isTicked !== undefined && (
        <div role="gridcell" tabIndex={-1} className={classNames(styles.cell, styles.tickCell, styles.stuck)}>
          <TickBox
            label={`Row ${index + 1}`}
            checked={isTicked}
            onToggle={({ range }) => handlers.tick(index, { shift: range, control: false })}
          />
        </div>
      )}
      {props.indices.map((columnIndex) => {
        const column = columns[columnIndex]!;
        const isPinned = column.isPinned === true;
        return (
          <Fragment key={column.id}>
            {columnIndex === props.firstMoving && props.before > 0 && (
              <div role="presentation" style={{ flex: 'none', width: props.before }} />
            )}
            <div
              role="gridcell"
              tabIndex={-1}
              aria-colindex={columnIndex + 1}
              className={classNames(
                styles.cell,
                isRightAligned(column.kind) && styles.right,
                column.kind === 'mono' && styles.mono,
                isPinned && styles.stuck,
              )}
              style={{ width: column.width, left: isPinned ? props.leading + column.start : undefined }}
            >
              {props.renderCell(index, column.id)}
            </div>
          </Fragment>
        );
      })}
    </div>
  );
});
