import { describe, expect, it } from 'vitest';
import { createTreePages, type FetchLevel } from './tree-pages.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve));

/** Rows are their ids; `lists` holds the rows below each, `''` the root. */
const open = (lists: Record<string, string[]>) => {
  const asked: string[] = [];
  const level =
    (parent: string): FetchLevel<string> =>
    async ({ offset, limit, locate }) => {
      asked.push(`${parent}@${offset}+${limit}`);
      const rows = lists[parent] ?? [];
      const places = locate.map((id) => rows.indexOf(id)).map((place) => (place === -1 ? null : place));
      return { rows: rows.slice(offset, offset + limit), total: rows.length, places };
    };
  const pages = createTreePages<string>(
    {
      root: level(''),
      below: (row) => (lists[row] === undefined ? undefined : level(row)),
      rowId: (row) => row,
    },
    () => {},
  );
  const shown = () =>
    Array.from({ length: pages.count() }, (_, index) => {
      const placed = pages.rowAt(index);
      return placed === undefined ? '…' : `${'.'.repeat(placed.depth)}${placed.row}`;
    });
  return { pages, asked, shown, lists };
};

const many = (count: number) => Array.from({ length: count }, (_, index) => `r${index}`);

describe('a tree of pages', () => {
  it('holds what was looked at, and knows how much there is', async () => {
    const { pages, asked } = open({ '': many(1000) });
    // Before anything is known; -1 stands for no row.
    expect([pages.rowAt(-1), pages.rowAt(0)]).toEqual([undefined, undefined]);
    pages.want(0, 20);
    await settled();
    expect([pages.count(), pages.rowAt(5)?.row, pages.rowAt(600)]).toEqual([1000, 'r5', undefined]);
    pages.want(590, 610);
    await settled();
    expect(pages.rowAt(600)?.row).toBe('r600');
    expect(asked).toEqual(['@0+200', '@400+200', '@600+200']);
  });

  it('opens rows at any depth and closes them with what is below', async () => {
    const { pages, shown } = open({ '': ['a', 'b', 'c'], a: ['d', 'e'], e: ['f'], c: [] });
    pages.want(0, 2);
    await settled();
    pages.toggle(0);
    await settled();
    pages.toggle(2);
    await settled();
    pages.toggle(5);
    await settled();
    expect(shown()).toEqual(['a', '.d', '.e', '..f', 'b', 'c']);
    expect(pages.rowAt(1)).toMatchObject({ canExpand: false, depth: 1, place: 0 });
    pages.toggle(0);
    expect(shown()).toEqual(['a', 'b', 'c']);
  });

  it('finds every row however many are open, and the row of the root that each stands in', async () => {
    const below = (row: string) => Array.from({ length: 7 }, (_, index) => `${row}.${index}`);
    const roots = many(40);
    const lists: Record<string, string[]> = { '': roots };
    for (const row of roots.filter((_, index) => index % 3 !== 1)) {
      lists[row] = below(row);
      for (const child of [2, 3, 6]) lists[`${row}.${child}`] = below(`${row}.${child}`);
    }
    const { pages } = open(lists);
    pages.want(0, 39);
    await settled();
    const toggleAll = async () => {
      for (let index = pages.count() - 1; index >= 0; index -= 1)
        if (pages.rowAt(index)?.isExpanded === false) pages.toggle(index);
      await settled();
    };
    await toggleAll();
    await toggleAll();
    const expected = roots.flatMap((root, rootPlace) => {
      const walk = (row: string, depth: number): { row: string; depth: number; rootPlace: number }[] => [
        { row, depth, rootPlace },
        ...(lists[row] ?? []).flatMap((child) => walk(child, depth + 1)),
      ];
      return walk(root, 0);
    });
    const found = Array.from({ length: pages.count() }, (_, index) => ({
      row: pages.rowAt(index)?.row,
      depth: pages.rowAt(index)?.depth,
      rootPlace: pages.rootPlaceOf(index),
    }));
    expect(found.length).toBe(40 + 27 * 7 + 27 * 3 * 7);
    expect(found).toEqual(expected);
  });

  it('reads anew without moving the row that is looked at, and keeps open what was open', async () => {
    const { pages, shown, lists } = open({ '': ['a', 'b', 'c'], b: ['d'] });
    pages.want(0, 2);
    await settled();
    pages.toggle(1);
    await settled();
    lists[''] = ['new', 'newer', 'a', 'b', 'c'];
    lists.b = ['d', 'e'];
    expect(await pages.refresh({ first: 0, last: 4 }, 1)).toBe(2);
    expect(shown()).toEqual(['new', 'newer', 'a', 'b', '.d', '.e', 'c']);
    lists[''] = ['c'];
    await pages.refresh({ first: 0, last: 3 }, 0);
    expect(shown()).toEqual(['c']);
  });

  it('keeps what is opened and closed while it reads anew', async () => {
    const { pages, shown } = open({ '': ['a', 'b'], a: ['c'], b: ['d'] });
    pages.want(0, 1);
    await settled();
    pages.toggle(0);
    await settled();
    const reading = pages.refresh({ first: 0, last: 3 }, 0);
    pages.toggle(2);
    pages.toggle(0);
    await reading;
    pages.want(0, 10);
    await settled();
    expect(shown()).toEqual(['a', 'b', '.d']);
  });

  it('says what went wrong until it goes right', async () => {
    let isBroken = true;
    const pages = createTreePages<string>(
      {
        root: async () => {
          if (isBroken) throw new Error('gone');
          return { rows: ['a'], total: 1, places: [] };
        },
        below: () => undefined,
        rowId: (row) => row,
      },
      () => {},
    );
    pages.want(0, 0);
    await settled();
    expect(pages.error()).toEqual(new Error('gone'));
    isBroken = false;
    pages.retry(0, 0);
    await settled();
    expect([pages.error(), pages.rowAt(0)?.row]).toEqual([undefined, 'a']);
  });

  it('says of a later page and of rows below what went wrong, while the others are here', async () => {
    let isBroken = false;
    const level =
      (rows: readonly string[]): FetchLevel<string> =>
      async ({ offset, limit }) => {
        if (isBroken) throw new Error('gone');
        return { rows: rows.slice(offset, offset + limit), total: rows.length, places: [] };
      };
    const pages = createTreePages<string>(
      {
        root: level(many(1000)),
        below: (row) => (row === 'r0' ? level(['below']) : undefined),
        rowId: (row) => row,
      },
      () => {},
    );
    pages.want(0, 20);
    await settled();
    isBroken = true;
    pages.toggle(0);
    pages.want(600, 620);
    await settled();
    expect(pages.error()).toEqual(new Error('gone'));
    expect([0, 400, 600].map((index) => pages.hasFailed(index))).toEqual([false, false, true]);
    isBroken = false;
    // Scrolling alone does not ask again and again for what fails.
    pages.want(600, 620);
    await settled();
    expect(pages.hasFailed(600)).toBe(true);
    pages.retry(600, 620);
    await settled();
    expect(pages.error()).toBeUndefined();
    expect([pages.rowAt(1)?.row, pages.rowAt(601)?.row]).toEqual(['below', 'r600']);
  });
});
