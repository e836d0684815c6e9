import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useRef } from 'react';

/** Rows drawn beyond those in sight at either end, so that slow scrolling finds them drawn. */
const spareRows = 8;

interface Rows {
  readonly count: number;
  readonly heightPx: number;
  readonly scroll: RefObject<HTMLDivElement | null>;
  readonly onVisibleRows: ((first: number, last: number) => void) | undefined;
  /** Whether rows take the elements of those that scrolled away; if not, each has its own. */
  readonly areReused: boolean;
}

export interface DrawnRow {
  readonly index: number;
  /** Pixels from the first row. */
  readonly top: number;
  /** Which of the elements it is drawn in: rows that leave at one end come back at the other, which costs a fraction of new ones. */
  readonly slot: number;
}

export interface RowWindow {
  readonly rows: Virtualizer<HTMLDivElement, Element>;
  readonly drawn: readonly DrawnRow[];
  /** Whether a dragged bar brings rows that were not even near: nothing is then drawn that is not in sight. */
  readonly isFlying: boolean;
  /** Scrolls as little as brings a row into sight as a whole. */
  readonly show: (index: number) => void;
}

/**
 * The rows that are drawn. While a dragged bar brings rows that were not even near, only those in sight are; and as long as anything
 * scrolls, elements keep their order among each other, because one that moves is styled and laid out anew with all it holds.
 */
export const useRowWindow = ({ count, heightPx, scroll, onVisibleRows, areReused }: Rows): RowWindow => {
  const rows = useVirtualizer<HTMLDivElement, Element>({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => heightPx,
    overscan: 0,
    onChange: ({ range }) => range !== null && onVisibleRows?.(range.startIndex, range.endIndex),
  });
  const last = useRef({ first: 0, isFlying: false });
  const range = rows.calculateRange();
  const show = (index: number): void => bringIntoSight(scroll.current, { top: index * heightPx, heightPx });
  if (range === null) return { rows, show, isFlying: false, drawn: [] };
  const { isScrolling } = rows;
  const first = range.startIndex;
  const inSight = Math.ceil((rows.scrollRect?.height ?? 0) / heightPx) + 1;
  const moved = Math.abs(first - last.current.first);
  // What is drawn again without having moved is drawn as it was.
  const isFlying = isScrolling && (moved === 0 ? last.current.isFlying : moved >= inSight);
  last.current = { first, isFlying };
  return {
    rows,
    show,
    isFlying,
    drawn: rowsToDraw({ first, inSight, count, heightPx, isFlying, keepOrder: areReused && isScrolling }),
  };
};

/** Rows begin below the head, which stays in sight and takes its height of what can be seen. */
const bringIntoSight = (
  grid: HTMLDivElement | null,
  row: { readonly top: number; readonly heightPx: number },
): void => {
  if (grid === null) return;
  const head = grid.firstElementChild?.getBoundingClientRect().height ?? 0;
  const least = row.top + row.heightPx - (grid.clientHeight - head);
  grid.scrollTop = Math.max(Math.min(grid.scrollTop, row.top), least);
};

/** Which rows are drawn, in the order of their elements. No two of them have one slot. */
export const rowsToDraw = ({
  first,
  inSight,
  count,
  heightPx,
  isFlying,
  keepOrder,
}: {
  readonly first: number;
  readonly inSight: number;
  readonly count: number;
  readonly heightPx: number;
  readonly isFlying: boolean;
  /** By slot instead of from top to bottom. */
  readonly keepOrder: boolean;
}): DrawnRow[] => {
  const spare = isFlying ? 0 : spareRows;
  const slots = inSight + 2 * spare;
  const from = Math.max(0, first - spare);
  const drawn = Array.from({ length: Math.min(slots, count - from) }, (_, step) => ({
    index: from + step,
    top: (from + step) * heightPx,
    slot: (from + step) % slots,
  }));
  return keepOrder ? drawn.sort((one, other) => one.slot - other.slot) : drawn;
};
