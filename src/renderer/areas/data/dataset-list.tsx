import { Database, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { DatasetSummary } from '../../../shared/model/dataset.ts';
import { linkOf, navigate, QueryState, useOfferActions } from '../../app/index.ts';
import { useCommand, useQuery } from '../../client/index.ts';
import {
  Button,
  countOf,
  type DataColumn,
  DataTable,
  EmptyState,
  FilterField,
  type MenuEntry,
  Page,
  toast,
} from '../../ui/index.ts';
import { chooseDataFile } from './choose-data-file.ts';
import { DatasetState } from './dataset-state.tsx';

const columns: DataColumn<DatasetSummary>[] = [
  { id: 'name', header: 'dataset', value: ({ name }) => name, width: 220 },
  {
    id: 'version',
    header: 'version',
    kind: 'number',
    value: ({ latest }) => latest.version,
    width: 80,
  },
  { id: 'rows', header: 'rows', kind: 'number', value: ({ latest }) => latest.rowCount },
  {
    id: 'columns',
    header: 'columns',
    kind: 'number',
    value: ({ latest }) => latest.columns.length,
    width: 88,
  },
  { id: 'format', header: 'format', value: ({ latest }) => latest.format, width: 80 },
  { id: 'size', header: 'size', kind: 'bytes', value: ({ latest }) => latest.sizeBytes },
  {
    id: 'state',
    header: 'file',
    value: ({ latest }) => latest.state,
    cell: ({ latest }) => <DatasetState state={latest.state} />,
    width: 200,
  },
  { id: 'added', header: 'added', kind: 'time', value: ({ latest }) => latest.addedAtMs, width: 120 },
  { id: 'path', header: 'path', kind: 'mono', value: ({ latest }) => latest.path, width: 280 },
];

const open = ({ name }: DatasetSummary) => navigate({ area: 'data', id: name });
const copy = (text: string) => void navigator.clipboard.writeText(text);

/** Taking a dataset off the list, and the way back. */
function useRemoval() {
  const remove = useCommand('datasets.remove', { failure: 'The dataset could not be removed' });
  const restore = useCommand('datasets.restore', { failure: 'The dataset could not be brought back' });
  return async (name: string) => {
    if ((await remove.run({ name })) === undefined) return;
    toast({
      meaning: 'info',
      title: `${name} is off the list`,
      detail: 'Its file and the versions that runs depend on stay.',
      action: { label: 'Undo', onClick: () => void restore.run({ name }) },
    });
  };
}

export function DatasetList() {
  const [filter, setFilter] = useState('');
  const datasets = useQuery('datasets.list', {});
  const remove = useRemoval();
  const rows = useMemo(
    () => datasets.data?.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase())) ?? [],
    [datasets.data, filter],
  );
  useOfferActions([{ id: 'data.add', title: 'Add a data file', run: () => void chooseDataFile() }]);
  const menu = (dataset: DatasetSummary): MenuEntry[] => [
    { label: 'Open', onSelect: () => open(dataset) },
    {
      label: 'Train on this',
      onSelect: () => navigate({ area: 'train', search: { dataset: dataset.name } }),
    },
    'separator',
    { label: 'Copy path', onSelect: () => copy(dataset.latest.path) },
    { label: 'Copy link', onSelect: () => copy(linkOf({ area: 'data', id: dataset.name })) },
    'separator',
    { label: 'Remove from list', danger: true, onSelect: () => void remove(dataset.name) },
  ];
  return (
    <Page
      title="Data"
      note={datasets.data && countOf(datasets.data.length, 'dataset')}
      flush
      toolbar={<FilterField value={filter} onChange={setFilter} placeholder="Filter by name" />}
      actions={
        <Button variant="primary" icon={<Plus size={14} />} onClick={() => void chooseDataFile()}>
          Add data
        </Button>
      }
    >
      <QueryState query={datasets} what="The datasets">
        {() => (
          <DataTable
            label="Datasets"
            name="datasets"
            rows={rows}
            rowId={({ name }) => name}
            columns={columns}
            onOpen={open}
            onActiveChange={() => {}}
            menu={menu}
            empty={
              filter === '' ? (
                <EmptyState
                  icon={<Database size={32} strokeWidth={1.5} />}
                  text="A dataset is a CSV, Parquet or JSON Lines file. Drop one on this window, or choose it."
                  action={{ label: 'Add data', onClick: () => void chooseDataFile() }}
                />
              ) : (
                <EmptyState
                  text={`No dataset’s name holds “${filter}”.`}
                  action={{ label: 'Show all', onClick: () => setFilter('') }}
                />
              )
            }
          />
        )}
      </QueryState>
    </Page>
  );
}
