import { useMemo } from 'react';
import type { Cell, DatasetVersion } from '../../../shared/model/dataset.ts';
import { call } from '../../client/index.ts';
import { type DataColumn, PagedTable } from '../../ui/index.ts';

/** The rows as they stand in the file, fetched as they come into sight, sorted by the engine. */
export function RowsTab({ version }: { version: DatasetVersion }) {
  const columns = useMemo<DataColumn<readonly Cell[]>[]>(
    () =>
      version.columns.map(({ name, type }, index) => ({
        id: name,
        header: name,
        kind: type === 'number' || type === 'integer' ? 'number' : 'text',
        width: 128,
        hint: type,
        value: (row) => row[index],
      })),
    [version.columns],
  );
  return (
    <PagedTable
      label="Rows"
      name={`rows-${version.dataset}`}
      rowCount={version.rowCount}
      sourceKey={`${version.dataset}@${version.version}`}
      columns={columns}
      sortable
      fetchRows={async ({ offset, limit, sort, signal }) => {
        const { rows } = await call(
          'datasets.rows',
          {
            dataset: `${version.dataset}@${version.version}`,
            offset,
            limit,
            ...(sort !== null && { orderBy: { column: sort.columnId, descending: sort.descending } }),
          },
          { signal },
        );
        return rows;
      }}
    />
  );
}
