// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by hand cannot be a <table>; the roles say what it is
import { Fragment, memo } from 'react';
import { classNames } from '../class-names.ts';
import type { MenuEntry } from '../overlay/menu.tsx';
import type { Sort } from './columns.ts';
import { HeaderCell, type HeaderColumn } from './grid-header.tsx';
import styles from './table.module.css';
import { TickBox } from './tick-box.tsx';

/** Which of the columns are drawn. */
export interface ColumnWindow {
  indices: readonly number[];
  /** The first that is not pinned, and the room of those left of it that are not drawn. */
  firstMoving: number;
  before: number;
}

/** What the header reports; the same object for all renders, so that scrolling draws no header anew. */
export interface HeadHandlers {
  sort: (columnId: string, gesture: { add: boolean }) => void;
  resize: (columnId: string, width: number) => void;
  move: (columnId: string, target: string) => void;
  menu: (columnId: string) => readonly MenuEntry[];
  tickAll: (ticked: boolean) => void;
}

export interface GridHeadProps {
  columns: readonly HeaderColumn[];
  window: ColumnWindow;
  sorts: readonly Sort[];
  width: number;
  /** Room of the boxes, at the left. */
  leading: number;
  /** undefined: this table has no boxes. */
  allTicked: boolean | 'mixed' | undefined;
  canSort: boolean;
  canMove: boolean;
  handlers: HeadHandlers;
}

export const GridHead = memo(function GridHead(props: GridHeadProps) {
  const { columns, window, allTicked, leading, handlers } = props;
  return (
    <div role="rowgroup" className={styles.head} style={{ width: props.width }}>
      <div role="row" aria-rowindex={1} tabIndex={-1} className={styles.headRow}>
        {allTicked !== undefined && (
          <div
            role="columnheader"
            tabIndex={-1}
            className={classNames(styles.cell, styles.tickCell, styles.stuckHead)}
          >
            <TickBox
              label="All rows"
              checked={allTicked}
              onToggle={() => handlers.tickAll(allTicked !== true)}
            />
          </div>
        )}
        {window.indices.map((columnIndex, place) => {
          const column = columns[columnIndex]!;
          return (
            <Fragment key={column.id}>
              {columnIndex === window.firstMoving && window.before > 0 && (
                <div role="presentation" style={{ flex: 'none', width: window.before }} />
              )}
              <HeaderCell
                column={column}
                columnIndex={columnIndex}
                sorts={props.sorts}
                isTabStop={place === 0}
                stuckAt={column.isPinned === true ? leading + column.start : undefined}
                onSort={
                  column.sortable && props.canSort
                    ? (gesture) => handlers.sort(column.id, gesture)
                    : undefined
                }
                onResize={(width) => handlers.resize(column.id, width)}
                onDropHeader={props.canMove ? (dropped) => handlers.move(dropped, column.id) : undefined}
                menu={() => handlers.menu(column.id)}
              />
            </Fragment>
          );
        })}
      </div>
    </div>
  );
});
