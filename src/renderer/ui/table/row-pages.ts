/** A window of rows: `limit` of them from `offset` on, in the order of `sort`. */
export interface RowWindow {
  offset: number;
  limit: number;
}

export type FetchRows<Row> = (window: RowWindow, signal: AbortSignal) => Promise<readonly Row[]>;

export const pageSize = 200;
const keptPages = 60;

/** The pages that rows first…last stand on. */
export function pagesOf(first: number, last: number): number[] {
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.floor(Math.max(0, last) / pageSize);
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}

export type Page<Row> = { rows: readonly Row[] } | { loading: AbortController } | { error: unknown };

/** Holds the pages of one source that were looked at last, fetches what is missing, gives up what scrolled out of sight. */
export function createRowPages<Row>(fetchRows: FetchRows<Row>, onChange: () => void) {
  const pages = new Map<number, Page<Row>>();

  const load = (page: number) => {
    const loading = new AbortController();
    pages.set(page, { loading });
    fetchRows({ offset: page * pageSize, limit: pageSize }, loading.signal).then(
      (rows) => settle(page, loading, { rows }),
      (error: unknown) => settle(page, loading, { error }),
    );
  };
  const settle = (page: number, loading: AbortController, result: Page<Row>) => {
    if (loading.signal.aborted) return;
    pages.set(page, result);
    onChange();
  };
  const forget = (page: number) => {
    const state = pages.get(page);
    if (state !== undefined && 'loading' in state) state.loading.abort();
    pages.delete(page);
  };

  return {
    /** The row if it is here; undefined while it is on its way. */
    rowAt(index: number): Row | undefined {
      const page = pages.get(Math.floor(index / pageSize));
      return page !== undefined && 'rows' in page ? page.rows[index % pageSize] : undefined;
    },
    /** Makes sure that rows first…last are here or on their way. */
    want(first: number, last: number): void {
      const wanted = new Set(pagesOf(first, last));
      for (const [page, state] of pages) if ('loading' in state && !wanted.has(page)) forget(page);
      for (const page of wanted) {
        const state = pages.get(page);
        if (state === undefined) load(page);
        else if (!('error' in state)) {
          pages.delete(page);
          pages.set(page, state);
        }
      }
      for (const page of [...pages.keys()].slice(0, Math.max(0, pages.size - keptPages))) forget(page);
    },
    hasRows: (): boolean => [...pages.values()].some((page) => 'rows' in page),
    hasFailed(index: number): boolean {
      const page = pages.get(Math.floor(index / pageSize));
      return page !== undefined && 'error' in page;
    },
    /** The first error of the pages held, or undefined. */
    error(): unknown {
      for (const page of pages.values()) if ('error' in page) return page.error;
      return undefined;
    },
    /** Drops the pages that failed, so that the next `want` tries them again. */
    retry(): void {
      for (const [page, state] of [...pages]) if ('error' in state) pages.delete(page);
    },
    close(): void {
      for (const page of [...pages.keys()]) forget(page);
    },
  };
}
