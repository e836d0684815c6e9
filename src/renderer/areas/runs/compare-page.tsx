import { Copy, Download } from 'lucide-react';
import { useCallback, useMemo, useRef } from 'react';
import { comparisonMarkdown } from '../../../shared/model/comparison/comparison-markdown.ts';
import type { MetricAggregate } from '../../../shared/model/comparison/metric-aggregate.ts';
import { printKey } from '../../../shared/query/print.ts';
import { navigate, QueryState, useNavigation, useOfferActions, useRoute } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import { Button, DropdownMenu, EmptyState, Inline, Page, Switch, Tabs, toast } from '../../ui/index.ts';
import { useChartColumns } from './chart-tabs.tsx';
import { CodeTab } from './code-tab.tsx';
import { type Comparison, comparisonCsv } from './comparison-csv.ts';
import { ComparisonTable } from './comparison-table.tsx';
import { EvaluationsOfRuns } from './evaluations-of-runs.tsx';
import { type Grouping, GroupsTab } from './groups-tab.tsx';
import { ImagesTab } from './images/images-tab.tsx';
import { MetricCurves } from './metric-curves.tsx';
import { MetricValueSelect } from './metric-value-select.tsx';
import { ParametersTab } from './parameters-tab.tsx';
import { ScatterTab } from './scatter-tab.tsx';
import { SurfaceTab } from './surface-tab.tsx';
import { usePageSetting } from './use-page-setting.ts';
import { useSaveReport } from './use-save-report.ts';
import { useSaveTable } from './use-save-table.ts';

const tabIds = [
  'table',
  'curves',
  'groups',
  'scatter',
  'map',
  'parameters',
  'evaluations',
  'images',
  'code',
] as const;
type TabId = (typeof tabIds)[number];

const copyText = (format: string, text: string) =>
  navigator.clipboard.writeText(text).then(
    () => toast({ meaning: 'good', title: `Copied as ${format}` }),
    () => toast({ meaning: 'bad', title: 'The clipboard refused the text' }),
  );

function CompareTabs({
  comparison,
  aggregate,
  onlyDifferences,
  onGrouping,
}: {
  comparison: Comparison;
  aggregate: MetricAggregate;
  onlyDifferences: boolean;
  onGrouping: (grouping: Grouping) => void;
}) {
  const route = useRoute();
  const replace = useNavigation((state) => state.replace);
  const tab: TabId = tabIds.find((id) => id === route.tab) ?? 'table';
  const runs = useMemo(() => comparison.runs.map(({ id, name }) => ({ id, name })), [comparison.runs]);
  const ids = useMemo(() => runs.map(({ id }) => id), [runs]);
  const withColumns = useChartColumns(ids, aggregate, null);
  return (
    <Tabs
      label="Parts of the comparison"
      value={tab}
      onChange={(next) => replace({ ...route, tab: next })}
      tabs={[
        {
          id: 'table',
          label: 'Figures',
          content: <ComparisonTable {...{ comparison, onlyDifferences }} />,
        },
        { id: 'curves', label: 'Curves', content: <MetricCurves runs={runs} /> },
        {
          id: 'groups',
          label: 'Groups',
          content: withColumns((charted) => <GroupsTab runs={charted} onGrouping={onGrouping} />),
        },
        { id: 'scatter', label: 'Scatter', content: withColumns((charted) => <ScatterTab runs={charted} />) },
        { id: 'map', label: 'Map', content: withColumns((charted) => <SurfaceTab runs={charted} />) },
        {
          id: 'parameters',
          label: 'Parameters',
          content: withColumns((charted) => <ParametersTab runs={charted} />),
        },
        { id: 'evaluations', label: 'Evaluations', content: <EvaluationsOfRuns runs={runs} /> },
        { id: 'images', label: 'Images', content: <ImagesTab runs={runs} /> },
        {
          id: 'code',
          label: 'Code and environment',
          content: <CodeTab {...{ comparison, onlyDifferences }} />,
        },
      ]}
    />
  );
}

/** What differs of the compared runs, as columns of a table. */
const comparedColumns = (comparison: Comparison | undefined): string[] =>
  comparison === undefined
    ? []
    : [
        ...differing(comparison.parameters).map((name) => printKey({ entity: 'parameter', name })),
        ...differing(comparison.metrics).map((name) => printKey({ entity: 'metric', name })),
      ];

const differing = (rows: readonly { name: string; differs: boolean }[]): string[] =>
  rows.flatMap(({ name, differs }) => (differs ? [name] : []));

/** Runs side by side; the first is what the others are measured against. */
export function ComparePage({ ids }: { ids: readonly string[] }) {
  const [onlyDifferences, setOnlyDifferences] = usePageSetting('only differences', true);
  const [aggregate, setAggregate] = usePageSetting<MetricAggregate>('aggregate', 'last');
  const comparison = useQuery(
    'runs.compare',
    { runs: [...ids], aggregate },
    { enabled: ids.length >= 2, keepPrevious: true },
  );
  const { data } = comparison;
  const copyMarkdown = () => data && void copyText('Markdown', comparisonMarkdown(data, onlyDifferences));
  // Once groups were looked at, they are part of the report.
  const grouping = useRef<Grouping | null>(null);
  const onGrouping = useCallback((next: Grouping) => {
    grouping.current = next;
  }, []);
  const report = useSaveReport(
    () => ({ ...{ runs: [...ids], aggregate }, ...(grouping.current && { groups: grouping.current }) }),
    'comparison',
  );
  const table = useSaveTable(() => ({ runs: [...ids], columns: comparedColumns(data) }));
  const copyCsv = () => data && void copyText('CSV', comparisonCsv(data, onlyDifferences));
  useOfferActions([
    { id: 'compare.copy', title: 'Copy the comparison as Markdown', run: () => void copyMarkdown() },
    {
      id: 'compare.report',
      title: 'Save a report of the comparison',
      run: () => void report.saveReport(),
    },
    { id: 'compare.copyCsv', title: 'Copy the comparison as CSV', run: () => void copyCsv() },
    {
      id: 'compare.differences',
      title: 'Show only differences',
      shortcut: 'd',
      run: () => setOnlyDifferences((current) => !current),
    },
  ]);
  if (ids.length < 2)
    return (
      <EmptyState
        text="Two runs or more are compared. Tick them in the list."
        action={{ label: 'To the runs', onClick: () => navigate({ area: 'runs' }) }}
      />
    );
  return (
    <Page
      title={`Compare ${ids.length} runs`}
      note={data && `against ${data.runs[0]?.name}`}
      flush
      actions={
        <Inline>
          <MetricValueSelect value={aggregate} onChange={setAggregate} />
          <Switch label="Only differences" checked={onlyDifferences} onChange={setOnlyDifferences} />
          <DropdownMenu
            align="end"
            trigger={
              <Button
                icon={<Download size={14} />}
                disabled={data === undefined}
                busy={report.isSaving || table.isSaving}
              >
                Save…
              </Button>
            }
            entries={[
              { label: 'Save report…', onSelect: () => void report.saveReport() },
              'separator',
              ...table.entries,
            ]}
          />
          <DropdownMenu
            align="end"
            trigger={
              <Button icon={<Copy size={14} />} disabled={data === undefined}>
                Copy
              </Button>
            }
            entries={[
              { label: 'Copy as Markdown', onSelect: () => void copyMarkdown() },
              { label: 'Copy as CSV', onSelect: () => void copyCsv() },
            ]}
          />
        </Inline>
      }
    >
      <QueryState query={comparison} what="The comparison">
        {(found) => <CompareTabs comparison={found} {...{ aggregate, onlyDifferences, onGrouping }} />}
      </QueryState>
    </Page>
  );
}
