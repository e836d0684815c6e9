import type { CommandOutput } from '../../../shared/contract/index.ts';
import { navigate } from '../../app/index.ts';
import { type DataColumn, DataTable, EmptyState } from '../../ui/index.ts';

type Use = CommandOutput<'datasets.get'>['runs'][number];

const columns: DataColumn<Use>[] = [
  { id: 'name', header: 'run', value: ({ name }) => name, width: 240 },
  { id: 'role', header: 'used for', value: ({ role }) => role, width: 120 },
  { id: 'id', header: 'id', kind: 'mono', value: ({ id }) => id, width: 280 },
];

/** Runs that were made from this dataset. */
export function UsesTab({ reference, runs }: { reference: string; runs: readonly Use[] }) {
  return (
    <DataTable
      label="Used by"
      name="dataset-uses"
      rows={runs}
      rowId={({ id, role }) => `${id} ${role}`}
      columns={columns}
      onOpen={({ id }) => navigate({ area: 'runs', id })}
      menu={({ id }) => [{ label: 'Open run', onSelect: () => navigate({ area: 'runs', id }) }]}
      empty={
        <EmptyState
          text="No run was made from this dataset yet."
          action={{
            label: 'Train on this',
            onClick: () => navigate({ area: 'train', search: { dataset: reference } }),
          }}
        />
      }
    />
  );
}
