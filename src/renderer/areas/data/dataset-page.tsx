import { useState } from 'react';
import type { DatasetVersion } from '../../../shared/model/dataset.ts';
import { navigate, QueryState, useNavigation, useOfferActions, useRoute } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import { Button, countOf, formatBytes, Inline, Page, Tabs } from '../../ui/index.ts';
import { ColumnsTab } from './columns-tab.tsx';
import { DriftMenu } from './drift-menu.tsx';
import { RowsTab } from './rows-tab.tsx';
import { UsesTab } from './uses-tab.tsx';
import { VersionsTab } from './versions-tab.tsx';

const tabIds = ['columns', 'rows', 'versions', 'uses'] as const;
type TabId = (typeof tabIds)[number];

const referenceOf = ({ dataset, version }: DatasetVersion) => `${dataset}@${version}`;

/** One dataset: its columns, rows, versions, and what was made from it. */
export function DatasetPage({ reference }: { reference: string }) {
  const route = useRoute();
  const replace = useNavigation((state) => state.replace);
  const [column, setColumn] = useState<string | null>(null);
  const dataset = useQuery('datasets.get', { dataset: reference });
  const tab: TabId = tabIds.find((id) => id === route.tab) ?? 'columns';
  const train = () => navigate({ area: 'train', search: { dataset: reference } });
  useOfferActions([{ id: 'data.train', title: 'Train on this dataset', shortcut: 't', run: train }]);
  const version = dataset.data?.version;
  return (
    <Page
      title={version === undefined ? reference : referenceOf(version)}
      note={
        version &&
        `${countOf(version.rowCount, 'row')}, ${countOf(version.columns.length, 'column')}, ${formatBytes(version.sizeBytes)}`
      }
      flush
      actions={
        <Inline>
          {dataset.data !== undefined && (
            <DriftMenu version={dataset.data.version} versions={dataset.data.versions} />
          )}
          <Button variant="primary" onClick={train} disabled={version === undefined}>
            Train on this
          </Button>
        </Inline>
      }
    >
      <QueryState query={dataset} what="The dataset">
        {(data) => (
          <Tabs
            label="Parts of the dataset"
            value={tab}
            onChange={(next) => replace({ ...route, tab: next })}
            tabs={[
              {
                id: 'columns',
                label: 'Columns',
                count: data.version.columns.length,
                content: (
                  <ColumnsTab reference={referenceOf(data.version)} selected={column} onSelect={setColumn} />
                ),
              },
              { id: 'rows', label: 'Rows', content: <RowsTab version={data.version} /> },
              {
                id: 'versions',
                label: 'Versions',
                count: data.versions.length,
                content: <VersionsTab shown={data.version} versions={data.versions} />,
              },
              {
                id: 'uses',
                label: 'Used by',
                count: data.runs.length,
                content: <UsesTab reference={reference} runs={data.runs} />,
              },
            ]}
          />
        )}
      </QueryState>
    </Page>
  );
}
