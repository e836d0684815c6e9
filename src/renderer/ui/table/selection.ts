/** Which rows are ticked, and where a range starts. Rows are known by their id, places by their index in the shown order. */
export interface TickState {
  ticked: ReadonlySet<string>;
  /** Where the last single tick was; a range runs from here. */
  anchor: number | null;
}

export type TickGesture =
  /** Space, a click on the box, Ctrl/Cmd+click. */
  | { kind: 'toggle'; index: number }
  /** Shift+click, Shift+arrow: everything between the anchor and here, and nothing else. */
  | { kind: 'range'; index: number; from: number }
  | { kind: 'all' }
  | { kind: 'none' };

/** The ticks after a gesture over rows in the order `ids` shows them. */
export function tick(state: TickState, gesture: TickGesture, ids: readonly string[]): TickState {
  switch (gesture.kind) {
    case 'none':
      return { ticked: new Set(), anchor: null };
    case 'all':
      return { ticked: new Set(ids), anchor: state.anchor };
    case 'toggle': {
      const id = ids[gesture.index];
      if (id === undefined) return state;
      const ticked = new Set(state.ticked);
      if (!ticked.delete(id)) ticked.add(id);
      return { ticked, anchor: gesture.index };
    }
    case 'range': {
      const anchor = state.anchor ?? gesture.from;
      const [first, last] = anchor < gesture.index ? [anchor, gesture.index] : [gesture.index, anchor];
      return { ticked: new Set(ids.slice(first, last + 1)), anchor };
    }
  }
}

/** Where the active row goes for a key, or null when the key does not move it. `pageRows` is how many rows fit on the screen. */
export function activeRowAfter(key: string, current: number, count: number, pageRows: number): number | null {
  if (count === 0) return null;
  const last = count - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(current + 1, last);
    case 'ArrowUp':
      return current < 0 ? 0 : Math.max(current - 1, 0);
    case 'PageDown':
      return Math.min(Math.max(current, 0) + pageRows, last);
    case 'PageUp':
      return Math.max(current - pageRows, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
