import { useMemo } from 'react';
import type { MetricAggregate } from '../../../shared/model/comparison/metric-aggregate.ts';
import { navigate, QueryState, useNavigation, useRoute } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import { Button, countOf, EmptyState, formatNumber, Inline, Page, Tabs, Text } from '../../ui/index.ts';
import { mostChartedRuns } from './chart-runs.ts';
import { useChartColumns } from './chart-tabs.tsx';
import { GroupsTab } from './groups-tab.tsx';
import { mostLines } from './line-cap.tsx';
import { MetricCurves } from './metric-curves.tsx';
import { MetricValueSelect } from './metric-value-select.tsx';
import { ParametersTab } from './parameters-tab.tsx';
import styles from './runs.module.css';
import { ScatterTab } from './scatter-tab.tsx';
import { SurfaceTab } from './surface-tab.tsx';
import { usePageSetting } from './use-page-setting.ts';

const tabIds = ['scatter', 'map', 'parameters', 'groups', 'curves'] as const;
type TabId = (typeof tabIds)[number];

/** The address of charts of all that a filter finds. */
export const chartsRoute = ({ filter, experiment }: { filter: string; experiment: string }) => ({
  area: 'runs' as const,
  id: 'charts',
  search: Object.fromEntries(Object.entries({ filter, experiment }).filter(([, value]) => value !== '')),
});

/** Names are asked for of the runs that can be drawn. */
function CurvesOf({ ids }: { ids: readonly string[] }) {
  const shown = ids.slice(0, mostLines);
  const named = useQuery('runs.columns', { runs: shown, columns: ['name'] }, { keepPrevious: true });
  return (
    <QueryState query={named} what="The runs">
      {({ runs }) => <MetricCurves runs={runs} total={ids.length} />}
    </QueryState>
  );
}

function ChartTabs({
  ids,
  aggregate,
  found,
}: {
  ids: readonly string[];
  aggregate: MetricAggregate;
  found: { filter: string; experiment: string };
}) {
  const route = useRoute();
  const replace = useNavigation((state) => state.replace);
  const tab: TabId = tabIds.find((id) => id === route.tab) ?? 'scatter';
  const withColumns = useChartColumns(ids, aggregate, found);
  return (
    <Tabs
      label="Charts of these runs"
      value={tab}
      onChange={(next) => replace({ ...route, tab: next })}
      tabs={[
        { id: 'scatter', label: 'Scatter', content: withColumns((runs) => <ScatterTab runs={runs} />) },
        { id: 'map', label: 'Map', content: withColumns((runs) => <SurfaceTab runs={runs} />) },
        {
          id: 'parameters',
          label: 'Parameters',
          content: withColumns((runs) => <ParametersTab runs={runs} />),
        },
        { id: 'groups', label: 'Groups', content: withColumns((runs) => <GroupsTab runs={runs} />) },
        { id: 'curves', label: 'Curves', content: <CurvesOf ids={ids} /> },
      ]}
    />
  );
}

/** Charts of all runs that a filter finds, however many: what is chosen in them narrows the table. */
export function ChartsPage() {
  const { search } = useRoute();
  const [aggregate, setAggregate] = usePageSetting<MetricAggregate>('aggregate', 'best');
  const filter = search?.filter ?? '';
  const experiment = search?.experiment ?? '';
  const found = useMemo(() => ({ filter, experiment }), [filter, experiment]);
  const selection = { filter, ...(experiment !== '' && { experiment }) };
  const matching = useQuery('runs.list', { ...selection, limit: 0 });
  const list = useQuery('runs.ids', { ...selection, limit: mostChartedRuns }, { keepPrevious: true });
  const ids = useStable(list.data?.ids);
  const total = matching.data?.total;
  const toTable = () =>
    navigate({ area: 'runs', ...(Object.keys(found).length > 0 && { search: search ?? {} }) });
  return (
    <Page
      title="Charts"
      note={
        ids &&
        `${countOf(ids.length, 'run')}${filter === '' ? '' : `: ${filter}`}${experiment === '' ? '' : ` in ${experiment}`}`
      }
      flush
      actions={
        <Inline>
          <MetricValueSelect value={aggregate} onChange={setAggregate} />
          <Button onClick={toTable}>To the table</Button>
        </Inline>
      }
    >
      <QueryState query={{ ...list, data: ids }} what="The runs">
        {(known) =>
          known.length === 0 ? (
            <EmptyState
              text="No run matches the filter."
              action={{ label: 'To the table', onClick: toTable }}
            />
          ) : (
            <>
              {total !== undefined && total > known.length && (
                <div className={styles.chartsNote}>
                  <Text tone="warning">
                    The newest {formatNumber(known.length)} of {formatNumber(total)} runs. Narrow the filter
                    to draw others.
                  </Text>
                </div>
              )}
              <ChartTabs {...{ aggregate, found }} ids={known} />
            </>
          )
        }
      </QueryState>
    </Page>
  );
}

/** The same list as before as long as it says the same: charts of thousands of runs are not drawn anew for nothing. */
function useStable(ids: readonly string[] | undefined): readonly string[] | undefined {
  const text = ids?.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text says all of it
  return useMemo(() => ids, [text]);
}
