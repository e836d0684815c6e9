import { useMemo } from 'react';
import { useQuery } from '../../client/index.ts';

/** More are not asked about; the engine refuses what cannot be changed. */
const mostAskedAbout = 200;

/** How many of the ticked runs are read from linked sources, and so cannot be changed here. */
export function useLinkedAmong(ticked: ReadonlySet<string>, hasLinks: boolean): number {
  const isAsked = hasLinks && ticked.size > 0 && ticked.size <= mostAskedAbout;
  const filter = useMemo(
    () =>
      isAsked ? `source != 'project' AND run_id IN (${[...ticked].map((id) => `'${id}'`).join(', ')})` : '',
    [isAsked, ticked],
  );
  const found = useQuery('runs.list', { filter, limit: 0 }, { enabled: isAsked, keepPrevious: true });
  return isAsked ? (found.data?.total ?? 0) : 0;
}
