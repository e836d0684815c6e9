import { type ReactNode, useMemo } from 'react';
import type { MetricAggregate } from '../../../shared/model/comparison/metric-aggregate.ts';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import type { ChartRuns } from './chart-runs.ts';

/** Draws a tab of charts once it is known which columns these runs have. */
export function useChartColumns(
  ids: readonly string[],
  aggregate: MetricAggregate,
  found: ChartRuns['found'],
): (tab: (runs: ChartRuns) => ReactNode) => ReactNode {
  const query = useQuery(
    'runs.chartColumns',
    { runs: [...ids] },
    { enabled: ids.length > 0, keepPrevious: true },
  );
  const columns = query.data?.columns;
  const runs = useMemo(
    () => (columns === undefined ? undefined : { ids, aggregate, found, columns }),
    [ids, aggregate, found, columns],
  );
  return (tab) => (
    <QueryState query={{ ...query, data: runs }} what="The columns of the runs">
      {tab}
    </QueryState>
  );
}
