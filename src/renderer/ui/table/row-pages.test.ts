import { describe, expect, it } from 'vitest';
import { createRowPages, pageSize, pagesOf, type RowWindow } from './row-pages.ts';

/** A source whose answers the test gives by hand. */
function source() {
  const asked: (RowWindow & { signal: AbortSignal; answer: () => void; fail: () => void })[] = [];
  const pages = createRowPages<number>(
    (window, signal) =>
      new Promise((resolve, reject) =>
        asked.push({
          ...window,
          signal,
          answer: () => resolve(Array.from({ length: window.limit }, (_, row) => window.offset + row)),
          fail: () => reject(new Error('gone')),
        }),
      ),
    () => {},
  );
  const settled = () => Promise.resolve().then(() => Promise.resolve());
  return { asked, pages, settled };
}

it('knows the pages of a span of rows', () => {
  expect(pagesOf(0, pageSize - 1)).toEqual([0]);
  expect(pagesOf(pageSize - 1, pageSize)).toEqual([0, 1]);
  expect(pagesOf(-5, 3)).toEqual([0]);
});

describe('row pages', () => {
  it('fetches each wanted page once and answers rows by their index', async () => {
    const { asked, pages, settled } = source();
    pages.want(0, pageSize);
    pages.want(0, pageSize);
    expect(asked.map(({ offset }) => offset)).toEqual([0, pageSize]);
    expect(pages.rowAt(pageSize + 3)).toBeUndefined();
    for (const request of asked) request.answer();
    await settled();
    expect(pages.rowAt(pageSize + 3)).toBe(pageSize + 3);
  });

  it('gives up a request that scrolled out of sight and ignores its late answer', async () => {
    const { asked, pages, settled } = source();
    pages.want(0, 10);
    pages.want(5 * pageSize, 5 * pageSize + 10);
    expect(asked[0]!.signal.aborted).toBe(true);
    expect(asked[1]!.signal.aborted).toBe(false);
    asked[0]!.answer();
    await settled();
    expect(pages.rowAt(0)).toBeUndefined();
  });

  it('reports a failure and tries again only when asked to', async () => {
    const { asked, pages, settled } = source();
    pages.want(0, 10);
    asked[0]!.fail();
    await settled();
    expect(pages.error()).toBeInstanceOf(Error);
    pages.want(0, 10);
    expect(asked).toHaveLength(1);
    pages.retry();
    pages.want(0, 10);
    expect(asked).toHaveLength(2);
    expect(pages.error()).toBeUndefined();
  });

  it('forgets the pages that were looked at longest ago', async () => {
    const { asked, pages, settled } = source();
    for (let page = 0; page < 70; page += 1) {
      pages.want(page * pageSize, page * pageSize);
      asked.at(-1)!.answer();
      await settled();
    }
    expect(pages.rowAt(0)).toBeUndefined();
    expect(pages.rowAt(69 * pageSize)).toBe(69 * pageSize);
  });
});
