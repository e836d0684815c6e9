import { useMemo } from 'react';
import type { CommandInput } from '../../../shared/contract/index.ts';
import type { TraceRow } from '../../../shared/model/trace.ts';
import { call } from '../../client/index.ts';
import type { Sort, TreeSource } from '../../ui/index.ts';

export type TraceSelection = Omit<CommandInput<'traces.list'>, 'orderBy' | 'offset' | 'limit' | 'locate'>;

export const orderKeys = ['requested', 'duration', 'tokens', 'name'] as const;
type OrderKey = (typeof orderKeys)[number];

export const usualSort: Sort = { columnId: 'requested', descending: true };

/** Rows of the list from the engine, page by page. */
export function useTraceSource(selection: TraceSelection, sort: Sort): TreeSource<TraceRow> {
  const key = JSON.stringify([selection, sort]);
  return useMemo(() => {
    const [asked, { columnId, descending }] = JSON.parse(key) as [TraceSelection, Sort];
    const orderBy = { key: columnId as OrderKey, descending };
    return {
      root: async ({ offset, limit, locate }, signal) => {
        const page = await call(
          'traces.list',
          { ...asked, orderBy, offset, limit, locate: [...locate] },
          { signal },
        );
        return { ...page, rows: page.traces };
      },
      below: () => undefined,
      rowId: ({ id }) => id,
    };
  }, [key]);
}
