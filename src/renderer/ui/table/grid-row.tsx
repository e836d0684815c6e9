// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by hand cannot be a <table>; the roles say what it is
import { type CSSProperties, memo } from 'react';
import { classNames } from '../class-names.ts';
import { type CellContent, isTextCell } from './columns.ts';
import styles from './table.module.css';
import { TickBox } from './tick-box.tsx';

export interface RowGesture {
  shift: boolean;
  control: boolean;
}

/** What a row reports; the same object for all rows and renders, so that a row is drawn again only when it changes. */
export interface RowHandlers {
  click: (index: number, gesture: RowGesture) => void;
  tick: (index: number, gesture: RowGesture) => void;
}

/** What all cells of a column have in common; the same objects for all rows, so that React finds nothing to compare. */
export interface CellFrame {
  readonly columnId: string;
  readonly className: string | undefined;
  readonly style: CSSProperties;
}

export interface GridRowProps {
  index: number;
  id: string;
  top: number;
  width: number;
  /** Room that the columns left of the window take, and which column comes after it. */
  before: number;
  firstMoving: number;
  cells: readonly CellFrame[];
  /** Which of them are in sight. */
  indices: readonly number[];
  /** undefined: this table has no boxes. */
  isTicked: boolean | undefined;
  isActive: boolean;
  /** Of a tree: how deep the row stands, from 1 on, and whether it is open, if it can be. */
  level?: number | undefined;
  isExpanded?: boolean | undefined;
  renderCell: (rowIndex: number, columnId: string) => CellContent;
  handlers: RowHandlers;
}

const gestureOf = (event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }): RowGesture => ({
  shift: event.shiftKey,
  control: event.ctrlKey || event.metaKey,
});

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { index, isTicked, isActive, cells, handlers } = props;
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
        const { columnId, className, style } = cells[columnIndex]!;
        const content = props.renderCell(index, columnId);
        const isText = isTextCell(content);
        const cell = (
          <div
            key={columnId}
            role="gridcell"
            tabIndex={-1}
            aria-colindex={columnIndex + 1}
            className={
              isText ? classNames(className, styles.text, content.tone && styles[content.tone]) : className
            }
            style={style}
            data-hint={isText ? content.hint : undefined}
          >
            {isText ? content.text : content}
          </div>
        );
        if (columnIndex !== props.firstMoving || props.before === 0) return cell;
        return [<div key="before" role="presentation" style={{ flex: 'none', width: props.before }} />, cell];
      })}
    </div>
  );
});
