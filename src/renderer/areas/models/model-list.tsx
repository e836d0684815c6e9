import { Boxes } from 'lucide-react';
import { useState } from 'react';
import type { RegisteredModel } from '../../../shared/model/registry.ts';
import { linkOf, navigate, QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  Button,
  countOf,
  type DataColumn,
  DataTable,
  EmptyState,
  FilterField,
  type MenuEntry,
  Page,
} from '../../ui/index.ts';
import { AliasFlags } from './alias-flags.tsx';
import { mainMetric } from './main-metric.ts';
import { useImportModel } from './use-import-model.ts';

const metricText = ({ latest }: RegisteredModel) => (latest === null ? null : mainMetric(latest));

const columns: DataColumn<RegisteredModel>[] = [
  { id: 'name', header: 'model', value: (model) => model.name, width: 220 },
  {
    id: 'champion',
    header: 'champion',
    value: (model) => model.aliases.champion ?? null,
    cell: (model) => (model.aliases.champion === undefined ? null : `version ${model.aliases.champion}`),
    width: 104,
  },
  {
    id: 'aliases',
    header: 'aliases',
    value: (model) => Object.keys(model.aliases).join(' '),
    cell: (model) => <AliasFlags aliases={Object.keys(model.aliases)} />,
    width: 220,
  },
  { id: 'versions', header: 'versions', kind: 'number', value: (model) => model.versionCount, width: 80 },
  { id: 'metric', header: 'figure', value: (model) => metricText(model)?.name ?? null, width: 128 },
  {
    id: 'value',
    header: 'newest',
    kind: 'number',
    value: (model) => metricText(model)?.value ?? null,
    hint: 'The figure of the newest version',
  },
  {
    id: 'target',
    header: 'predicts',
    value: (model) => model.latest?.signature?.target ?? null,
    width: 128,
  },
  {
    id: 'endpoints',
    header: 'endpoints',
    kind: 'number',
    value: (model) => model.latest?.endpoints.length ?? 0,
    hiddenAtFirst: true,
  },
  {
    id: 'registered',
    header: 'last version',
    kind: 'time',
    value: (model) => model.latest?.registeredAtMs ?? model.createdAtMs,
    width: 128,
  },
];

const open = ({ name }: RegisteredModel) => navigate({ area: 'models', id: name });

const menu = (model: RegisteredModel): MenuEntry[] => [
  { label: 'Open', onSelect: () => open(model) },
  { label: 'Serve', onSelect: () => navigate({ area: 'serving', search: { start: model.name } }) },
  { label: 'Export', onSelect: () => navigate({ area: 'exports', search: { new: model.name } }) },
  'separator',
  { label: 'Copy name', onSelect: () => void navigator.clipboard.writeText(model.name) },
  {
    label: 'Copy link',
    onSelect: () => void navigator.clipboard.writeText(linkOf({ area: 'models', id: model.name })),
  },
];

export function ModelList() {
  const models = useQuery('models.list', {});
  const [filter, setFilter] = useState('');
  const importModel = useImportModel();
  const isEmpty = models.data?.length === 0;
  return (
    <Page
      title="Models"
      note={models.data && countOf(models.data.length, 'model')}
      flush
      actions={
        !isEmpty && (
          <>
            <FilterField value={filter} onChange={setFilter} placeholder="Filter by name" />
            <Button busy={importModel.isRunning} onClick={() => void importModel.run()}>
              Import ONNX file
            </Button>
          </>
        )
      }
    >
      <QueryState query={models} what="The models">
        {(all) => (
          <DataTable
            label="Models"
            name="models"
            rows={
              filter === ''
                ? all
                : all.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()))
            }
            rowId={({ name }) => name}
            columns={columns}
            onOpen={open}
            onActiveChange={open}
            menu={menu}
            empty={
              filter === '' ? (
                <EmptyState
                  icon={<Boxes size={32} strokeWidth={1.5} />}
                  text="A model is a run’s result under a name of its own, with versions and a champion. Register one from a run."
                  action={{ label: 'Choose a run', onClick: () => navigate({ area: 'runs' }) }}
                />
              ) : (
                <EmptyState
                  text={`No model’s name contains “${filter}”.`}
                  action={{ label: 'Show all models', onClick: () => setFilter('') }}
                />
              )
            }
          />
        )}
      </QueryState>
    </Page>
  );
}
