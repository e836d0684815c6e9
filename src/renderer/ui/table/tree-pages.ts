import { type Page, pageSize, pagesOf, type RowWindow } from './row-pages.ts';

export interface FetchedRows<Row> {
  rows: readonly Row[];
  /** Of the whole list. */
  total: number;
  /** Where the rows of `locate` stand in the list, in its order; null for those that are not in it. */
  places: readonly (number | null)[];
}

/** A list that is fetched window by window, and says where given rows stand. */
export type FetchLevel<Row> = (
  window: RowWindow & { locate: readonly string[] },
  signal: AbortSignal,
) => Promise<FetchedRows<Row>>;

export interface TreeSource<Row> {
  root: FetchLevel<Row>;
  /** The rows below a row; undefined for one that has none. */
  below: (row: Row) => FetchLevel<Row> | undefined;
  rowId: (row: Row) => string;
}

export interface PlacedRow<Row> {
  row: Row;
  /** 0 for rows of the root. */
  depth: number;
  canExpand: boolean;
  isExpanded: boolean;
  /** Its own place among the rows of its level. */
  place: number;
}

interface Level<Row> {
  fetch: FetchLevel<Row>;
  /** Undefined until the first answer. */
  total: number | undefined;
  pages: Map<number, Page<Row>>;
  /** By the place of the row that is open. */
  open: Map<number, { id: string; level: Level<Row> }>;
}

/** Rows of one level that stand below each other with nothing open between them. */
interface Stretch<Row> {
  /** Flat index of its first row. */
  readonly start: number;
  readonly level: Level<Row>;
  /** Of its first row among the rows of its level. */
  readonly place: number;
  readonly depth: number;
  /** The place of the row of the root that all of it stands in; of the root itself the place of its first row. */
  readonly rootPlace: number;
}

/** Where the rows of a tree stand, as far as they are open. */
interface Layout<Row> {
  readonly stretches: readonly Stretch<Row>[];
  readonly count: number;
}

const keptPages = 60;
/** The engine says of at most so many rows where they stand. */
const located = 100;

/**
 * Rows of a tree of which only what was looked at last is here: each level is a list of its own, fetched window by window. Rows are known
 * by their flat index, as they stand below each other.
 */
export function createTreePages<Row>(source: TreeSource<Row>, onChange: () => void) {
  const newLevel = (fetch: FetchLevel<Row>): Level<Row> => ({
    fetch,
    total: undefined,
    pages: new Map(),
    open: new Map(),
  });
  let root = newLevel(source.root);
  /** Of the root; made anew when rows were opened, closed or counted. */
  let layout: Layout<Row> | undefined;
  const laidOut = (): Layout<Row> => {
    layout ??= layOut(root);
    return layout;
  };
  const tell = () => {
    layout = undefined;
    onChange();
  };
  /** How often rows were opened or closed. */
  let toggles = 0;

  const load = (level: Level<Row>, page: number) => {
    const loading = new AbortController();
    level.pages.set(page, { loading });
    level.fetch({ offset: page * pageSize, limit: pageSize, locate: [] }, loading.signal).then(
      ({ rows, total }) => {
        if (loading.signal.aborted) return;
        level.pages.set(page, { rows });
        level.total = total;
        tell();
      },
      (error: unknown) => {
        if (loading.signal.aborted) return;
        level.pages.set(page, { error });
        onChange();
      },
    );
  };

  const pageIn = (level: Level<Row>, place: number) => level.pages.get(Math.floor(place / pageSize));
  const rowIn = (level: Level<Row>, place: number): Row | undefined => {
    const page = pageIn(level, place);
    return page !== undefined && 'rows' in page ? page.rows[place % pageSize] : undefined;
  };

  const want = (first: number, last: number): void => {
    const wanted = pagesIn(root, laidOut(), { first, last });
    for (const level of levelsOf(root)) keepUp(level, wanted.get(level) ?? new Set(), load);
  };

  const toggle = (index: number): void => {
    const { level, place } = find(root, laidOut(), index);
    const row = rowIn(level, place);
    if (row === undefined) return;
    toggles += 1;
    if (level.open.delete(place)) {
      tell();
      return;
    }
    const fetch = source.below(row);
    if (fetch === undefined) return;
    const child = newLevel(fetch);
    level.open.set(place, { id: source.rowId(row), level: child });
    load(child, 0);
    tell();
  };

  /**
   * Reads everything that is in sight anew and shows it at once when it is here. `anchor` is the flat index of the row that must not
   * move; the answer says by how many rows everything has to be scrolled so that it does not.
   */
  const refresh = async (range: { first: number; last: number }, anchor: number): Promise<number> => {
    const before = root;
    const togglesBefore = toggles;
    const at = find(before, laidOut(), anchor);
    const anchorRow = rowIn(at.level, at.place);
    const next = await renewed(before, anchorRow === undefined ? [] : [source.rowId(anchorRow)]);
    if (root !== before) return 0;
    const rise =
      at.depth === 0 && next.places[0] !== undefined && next.places[0] !== null
        ? next.places[0] - at.place
        : 0;
    const nextLayout = layOut(next.level);
    const last = Math.min(range.last + rise, nextLayout.count - 1);
    // Rows below open ones as well: the grid asks only for what scrolling brings into sight.
    const wanted = pagesIn(next.level, nextLayout, { first: Math.max(0, range.first + rise), last });
    await Promise.all(
      [...wanted].flatMap(([level, pages]) =>
        [...pages].map(async (page) => {
          const { rows, total } = await level.fetch(
            { offset: page * pageSize, limit: pageSize, locate: [] },
            new AbortController().signal,
          );
          level.pages.set(page, { rows });
          level.total = total;
        }),
      ),
    );
    if (root !== before) return 0;
    // What was opened or closed meanwhile stays so.
    if (toggles !== togglesBefore) return refresh(range, anchor);
    for (const level of levelsOf(before)) abandon(level);
    root = next.level;
    tell();
    return rise;
  };

  /** An empty copy of a level and of what is open in it, at the places where the open rows stand now. */
  const renewed = async (
    level: Level<Row>,
    anchors: readonly string[],
  ): Promise<{ level: Level<Row>; places: readonly (number | null)[] }> => {
    const open = [...level.open.values()].slice(0, located - anchors.length);
    const locate = [...anchors, ...open.map(({ id }) => id)];
    const { total, places } = await level.fetch(
      { offset: 0, limit: 0, locate },
      new AbortController().signal,
    );
    const copy = { ...newLevel(level.fetch), total };
    for (const [index, { id, level: child }] of open.entries()) {
      const place = places[anchors.length + index];
      if (place === null || place === undefined) continue;
      const { level: renewedChild } = await renewed(child, []);
      copy.open.set(place, { id, level: renewedChild });
    }
    return { level: copy, places };
  };

  return {
    /** Rows in all, as far as they are open; 0 while nothing is known. */
    count: (): number => laidOut().count,
    isKnown: (): boolean => root.total !== undefined,
    total: (): number => root.total ?? 0,
    rowAt(index: number): PlacedRow<Row> | undefined {
      const { level, place, depth } = find(root, laidOut(), index);
      const row = rowIn(level, place);
      if (row === undefined) return undefined;
      return {
        row,
        depth,
        canExpand: source.below(row) !== undefined,
        isExpanded: level.open.has(place),
        place,
      };
    },
    /** The place of the row of the root that this one stands in, whether it is here or not. */
    rootPlaceOf(index: number): number {
      const { depth, place, rootPlace } = find(root, laidOut(), index);
      return depth === 0 ? place : rootPlace;
    },
    want,
    toggle,
    refresh,
    hasFailed(index: number): boolean {
      const { level, place } = find(root, laidOut(), index);
      const page = pageIn(level, place);
      return page !== undefined && 'error' in page;
    },
    /** The first error of the pages held, or undefined. */
    error(): unknown {
      for (const level of levelsOf(root))
        for (const page of level.pages.values()) if ('error' in page) return page.error;
      return undefined;
    },
    /** Reads anew what failed: of what is in sight now, and of levels that nothing is known of. */
    retry(first: number, last: number): void {
      for (const level of levelsOf(root))
        for (const [page, state] of [...level.pages]) {
          if (!('error' in state)) continue;
          level.pages.delete(page);
          if (level.total === undefined) load(level, page);
        }
      want(first, last);
      onChange();
    },
    close(): void {
      for (const level of levelsOf(root)) abandon(level);
    },
  };
}

const layOut = <Row>(root: Level<Row>): Layout<Row> => {
  const stretches: Stretch<Row>[] = [];
  let count = 0;
  const add = (level: Level<Row>, depth: number, rootPlace: number | undefined): void => {
    let place = 0;
    const addUpTo = (end: number): void => {
      if (end <= place) return;
      stretches.push({ start: count, level, place, depth, rootPlace: rootPlace ?? place });
      count += end - place;
      place = end;
    };
    const total = level.total ?? 0;
    for (const [at, { level: child }] of [...level.open].sort(([one], [other]) => one - other)) {
      if (at >= total) break;
      addUpTo(at + 1);
      add(child, depth + 1, rootPlace ?? at);
    }
    addUpTo(total);
  };
  add(root, 0, undefined);
  return { stretches, count };
};

/** The level and place of a flat index. What lies before or beyond all that is known would be the root's. */
const find = <Row>(
  root: Level<Row>,
  { stretches, count }: Layout<Row>,
  index: number,
): Pick<Stretch<Row>, 'level' | 'place' | 'depth' | 'rootPlace'> => {
  const place = index - count + (root.total ?? 0);
  if (index < 0 || index >= count) return { level: root, place, depth: 0, rootPlace: place };
  let [low, high] = [0, stretches.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (stretches[middle]!.start <= index) low = middle;
    else high = middle - 1;
  }
  const stretch = stretches[low]!;
  return { ...stretch, place: stretch.place + index - stretch.start };
};

/** The pages of each level that hold the rows from one flat index to another. */
const pagesIn = <Row>(
  root: Level<Row>,
  layout: Layout<Row>,
  { first, last }: { first: number; last: number },
): Map<Level<Row>, Set<number>> => {
  const wanted = new Map<Level<Row>, Set<number>>();
  for (let index = first; index <= last; index += 1) {
    const { level, place } = find(root, layout, index);
    const pages = wanted.get(level) ?? new Set();
    for (const page of pagesOf(place, place)) pages.add(page);
    wanted.set(level, pages);
  }
  return wanted;
};

const levelsOf = <Row>(level: Level<Row>): Level<Row>[] => [
  level,
  ...[...level.open.values()].flatMap(({ level: child }) => levelsOf(child)),
];

const abandon = <Row>(level: Level<Row>): void => {
  for (const [page, state] of [...level.pages]) {
    if (!('loading' in state)) continue;
    state.loading.abort();
    level.pages.delete(page);
  }
};

/** Fetches what is wanted, gives up what scrolled out of sight, and forgets what was looked at longest ago. */
const keepUp = <Row>(
  level: Level<Row>,
  wanted: ReadonlySet<number>,
  load: (level: Level<Row>, page: number) => void,
): void => {
  for (const [page, state] of [...level.pages])
    if ('loading' in state && !wanted.has(page) && page !== 0) {
      state.loading.abort();
      level.pages.delete(page);
    }
  for (const page of wanted) {
    const state = level.pages.get(page);
    if (state === undefined) load(level, page);
    else {
      level.pages.delete(page);
      level.pages.set(page, state);
    }
  }
  for (const page of [...level.pages.keys()].slice(0, Math.max(0, level.pages.size - keptPages)))
    level.pages.delete(page);
};
