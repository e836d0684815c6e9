import { Copy } from 'lucide-react';
import { useState } from 'react';
import { navigate, QueryState, useOfferActions } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import { Button, EmptyState, Inline, Page, Switch, Tabs, Text, toast } from '../../ui/index.ts';
import { CurveCharts } from './charts-tab.tsx';
import { type Comparison, comparisonMarkdown } from './comparison-markdown.ts';
import { ComparisonTable } from './comparison-table.tsx';
import { chartsOfRuns } from './metric-series.ts';
import styles from './runs.module.css';

function Curves({ runs }: { runs: Comparison['runs'] }) {
  const history = useQuery('runs.history', { runs: runs.map(({ id }) => id) });
  const names = new Map(runs.map(({ id, name }) => [id, name]));
  return (
    <div className={styles.charts}>
      <QueryState query={history} what="The curves">
        {(data) => {
          const charts = chartsOfRuns(data, names);
          return charts.length === 0 ? (
            <Text tone="muted">None of these runs recorded a curve.</Text>
          ) : (
            <CurveCharts charts={charts} />
          );
        }}
      </QueryState>
    </div>
  );
}

const copyMarkdown = (comparison: Comparison, onlyDifferences: boolean) =>
  navigator.clipboard.writeText(comparisonMarkdown(comparison, onlyDifferences)).then(
    () => toast({ meaning: 'good', title: 'Copied as Markdown' }),
    () => toast({ meaning: 'bad', title: 'The clipboard refused the text' }),
  );

/** Runs side by side; the first is what the others are measured against. */
export function ComparePage({ ids }: { ids: readonly string[] }) {
  const [onlyDifferences, setOnlyDifferences] = useState(true);
  const [tab, setTab] = useState<'table' | 'curves'>('table');
  const comparison = useQuery('runs.compare', { runs: [...ids] }, { enabled: ids.length >= 2 });
  const copy = () => comparison.data && void copyMarkdown(comparison.data, onlyDifferences);
  useOfferActions([
    { id: 'compare.copy', title: 'Copy the comparison as Markdown', run: () => void copy() },
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
      note={comparison.data && `against ${comparison.data.runs[0]?.name}`}
      flush
      actions={
        <Inline>
          <Switch label="Only differences" checked={onlyDifferences} onChange={setOnlyDifferences} />
          <Button icon={<Copy size={14} />} disabled={comparison.data === undefined} onClick={copy}>
            Copy as Markdown
          </Button>
        </Inline>
      }
    >
      <QueryState query={comparison} what="The comparison">
        {(data) => (
          <Tabs
            label="Parts of the comparison"
            value={tab}
            onChange={setTab}
            tabs={[
              {
                id: 'table',
                label: 'Figures',
                content: <ComparisonTable comparison={data} onlyDifferences={onlyDifferences} />,
              },
              { id: 'curves', label: 'Curves', content: <Curves runs={data.runs} /> },
            ]}
          />
        )}
      </QueryState>
    </Page>
  );
}
