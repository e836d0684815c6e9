// biome-ignore-all lint/a11y/useSemanticElements: cells that are placed by hand cannot be a <table>; the roles say what it is
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { classNames } from '../../../ui/index.ts';
import type { NamedRun } from '../named-run.ts';
import { RunName } from '../run-name.tsx';
import { cellKey, type ImageGrid, type Place, placeAfter } from './image-grids.ts';
import styles from './images.module.css';
import type { AddressOf, ShownImage } from './shown-image.ts';

const cellPx = 96;
const headPx = 24;
const rowHeadPx = 168;
/** Left of a cell's border and right of it. */
const marginPx = 4;

const cellId = ({ row, column }: Place) => `image-${row}-${column}`;

/**
 * Thumbnails of runs × steps. Only those in sight are there, so that thousands cost no more than a screen of them. Arrows walk, Enter
 * holds an image fast to compare others with.
 */
export function ImageGridView({
  runs,
  grid,
  place,
  pinned,
  addressOf,
  onPlace,
  onPin,
}: {
  runs: readonly NamedRun[];
  grid: ImageGrid;
  place: Place;
  pinned: ShownImage | null;
  addressOf: AddressOf | null;
  onPlace: (place: Place) => void;
  onPin: (place: Place) => void;
}) {
  const scroll = useRef<HTMLDivElement>(null);
  const getScrollElement = () => scroll.current;
  const rows = useVirtualizer({
    ...{ count: runs.length, getScrollElement, overscan: 2 },
    estimateSize: () => cellPx,
    ...{ paddingStart: headPx, scrollPaddingStart: headPx, scrollPaddingEnd: marginPx },
  });
  const columns = useVirtualizer({
    ...{ count: grid.columns.length, getScrollElement, overscan: 2, horizontal: true },
    estimateSize: () => cellPx,
    ...{ paddingStart: rowHeadPx, scrollPaddingStart: rowHeadPx, scrollPaddingEnd: marginPx },
  });
  useEffect(() => {
    rows.scrollToIndex(place.row, { align: 'auto' });
    columns.scrollToIndex(place.column, { align: 'auto' });
  }, [rows, columns, place]);

  const onKeyDown = (event: KeyboardEvent) => {
    const target = placeAfter(event.key, place, runs.length, grid.columns.length);
    if (target !== null) onPlace(target);
    else if (event.key === 'Enter' || event.key === ' ') onPin(place);
    else return;
    event.preventDefault();
  };
  const width = columns.getTotalSize();

  const cellAt = (run: NamedRun, row: number, column: number, left: number) => {
    const shown = grid.columns[column];
    const image = shown === undefined ? undefined : grid.images.get(cellKey(run.id, shown.id));
    const path = image?.path;
    const isPinned = pinned?.path === path && pinned?.run.id === run.id && path !== undefined;
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the grid
      <div
        key={column}
        id={cellId({ row, column })}
        role="gridcell"
        aria-colindex={column + 2}
        aria-selected={row === place.row && column === place.column}
        data-pinned={isPinned}
        className={classNames(styles.cell, path === undefined && styles.missing)}
        style={{ left, width: cellPx - 2 * marginPx, height: cellPx - 2 * marginPx }}
        title={path ?? `${run.name} left no image at ${shown?.label ?? 'this place'}`}
        onClick={() => onPlace({ row, column })}
        onDoubleClick={() => onPin({ row, column })}
      >
        {image === undefined
          ? 'missing'
          : addressOf !== null && (
              <img
                src={addressOf({ ...image, run: run.id })}
                alt={`${run.name}, ${shown?.label}`}
                decoding="async"
              />
            )}
      </div>
    );
  };

  return (
    <div
      ref={scroll}
      role="grid"
      tabIndex={0}
      className={styles.grid}
      aria-label={`Images ${grid.label}`}
      aria-rowcount={runs.length + 1}
      aria-colcount={grid.columns.length + 1}
      aria-activedescendant={cellId(place)}
      onKeyDown={onKeyDown}
    >
      <div role="row" aria-rowindex={1} className={styles.head} style={{ width }}>
        <div role="columnheader" aria-colindex={1} className={styles.columnHead} style={{ width: rowHeadPx }}>
          Run
        </div>
        {columns.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            role="columnheader"
            aria-colindex={index + 2}
            className={styles.columnHead}
            style={{ left: start, width: cellPx }}
            title={grid.columns[index]?.label}
          >
            {grid.columns[index]?.label}
          </div>
        ))}
      </div>
      <div role="rowgroup" className={styles.body} style={{ width, height: rows.getTotalSize() - headPx }}>
        {rows.getVirtualItems().map(({ index: row, start }) => {
          const run = runs[row];
          if (run === undefined) return null;
          return (
            <div
              key={run.id}
              role="row"
              aria-rowindex={row + 2}
              className={styles.row}
              style={{ top: start - headPx, height: cellPx }}
            >
              <div role="rowheader" aria-colindex={1} className={styles.rowHead} style={{ width: rowHeadPx }}>
                <RunName id={run.id} name={run.name} />
              </div>
              {columns.getVirtualItems().map((column) => cellAt(run, row, column.index, column.start))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
