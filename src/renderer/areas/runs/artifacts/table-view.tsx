import { useEffect, useMemo, useState } from 'react';
import type { ArtifactTable } from '../../../../shared/model/artifact-content.ts';
import type { Cell } from '../../../../shared/model/dataset.ts';
import { QueryState } from '../../../app/index.ts';
import { call, useCommand, useQuery } from '../../../client/index.ts';
import {
  countOf,
  type DataColumn,
  EmptyState,
  formatPercent,
  PagedTable,
  Segments,
  ViewFrame,
} from '../../../ui/index.ts';
import type { ArtifactFile } from './artifact-file.ts';
import { BarNumber } from './bar-number.tsx';
import { TextView } from './text-view.tsx';

/** A table scrolls over so many rows; beyond, one goes to a row by its number. */
const scrolledRows = 1_000_000;

/** Some formats let two columns have the same name. */
const columnsOf = (columns: ArtifactTable['columns']): DataColumn<readonly Cell[]>[] =>
  columns.map(({ name, type, storageType }, index) => ({
    id: columns.findIndex((column) => column.name === name) === index ? name : `${name} ${index}`,
    header: name,
    kind: type === 'number' || type === 'integer' ? 'number' : 'text',
    width: type === 'datetime' ? 208 : 128,
    hint: storageType ?? type,
    value: (row) => row[index],
  }));

/** Counts the rows of a large table while its beginning is shown already. */
function useRowCount({ run, path }: ArtifactFile, sheet: string | null, table: ArtifactTable) {
  const [counted, setCounted] = useState<number | null>(null);
  const count = useCommand('runs.countTableRows', { failure: 'The rows could not be counted', quiet: true });
  const { run: start, cancel, progress } = count;
  useEffect(() => {
    if (table.isCounted) return undefined;
    void start({ run, path, sheet }).then((answer) => answer !== undefined && setCounted(answer.rowCount));
    return cancel;
  }, [start, cancel, run, path, sheet, table.isCounted]);
  const share =
    progress?.completed !== undefined && progress.total ? progress.completed / progress.total : null;
  return {
    rowCount: counted ?? table.rowCount,
    isCounted: table.isCounted || counted !== null,
    share,
    problem: count.error?.message ?? null,
  };
}

function Rows({ file, sheet, table }: { file: ArtifactFile; sheet: string | null; table: ArtifactTable }) {
  const { run, path } = file;
  const { rowCount, isCounted, share, problem } = useRowCount(file, sheet, table);
  const [first, setFirst] = useState<number | null>(1);
  const columns = useMemo(() => columnsOf(table.columns), [table.columns]);
  const start = Math.max(0, Math.min((first ?? 1) - 1, rowCount - 1));
  const isLong = rowCount > scrolledRows;
  const counting = isCounted
    ? ''
    : problem === null
      ? `, counting ${formatPercent(share ?? 0)}`
      : ', not counted';
  return (
    <ViewFrame
      warnings={problem === null ? table.warnings : [...table.warnings, problem]}
      bar={
        <>
          <span>
            {countOf(rowCount, 'row')}
            {isCounted ? '' : ' so far'}
            {counting}, {countOf(table.columns.length, 'column')}
          </span>
          {!table.isSortable && <span>shown as it stands in the file, not sorted</span>}
        </>
      }
      barEnd={
        isLong && (
          <BarNumber
            label="Go to row"
            value={first}
            onChange={setFirst}
            minimum={1}
            maximum={rowCount}
            step={1}
          />
        )
      }
    >
      <PagedTable
        label={`Rows of ${path}`}
        name="artifact-table"
        rowCount={Math.min(scrolledRows, rowCount - start)}
        sourceKey={JSON.stringify([run, path, sheet, start])}
        columns={columns}
        sortable={table.isSortable}
        fetchRows={async ({ offset, limit, sort, signal }) => {
          const orderBy = sort && { column: sort.columnId, descending: sort.descending };
          const window = { run, path, sheet, offset: start + offset, limit, ...(orderBy && { orderBy }) };
          return (await call('runs.tableRows', window, { signal })).rows;
        }}
      />
    </ViewFrame>
  );
}

const emptyText = ({ columns }: ArtifactTable): string =>
  columns.length === 0
    ? 'There is nothing in it.'
    : `The table has no rows. Its columns: ${columns.map(({ name }) => name).join(', ')}.`;

/** A file that is a table, or a sheet of a workbook. */
export function Table({ file, sheet = null }: { file: ArtifactFile; sheet?: string | null }) {
  const { run, path } = file;
  const table = useQuery('runs.openTable', { run, path, sheet });
  return (
    <QueryState query={table} what="The table">
      {(found) =>
        found.rowCount === 0 && found.isCounted ? (
          <EmptyState text={emptyText(found)} />
        ) : (
          <Rows file={file} sheet={sheet} table={found} />
        )
      }
    </QueryState>
  );
}

/** A table of any size: a screen of rows is read where it stands in the file. */
export function TableView({ file }: { file: ArtifactFile }) {
  const [view, setView] = useState<'table' | 'text'>('table');
  // Parquet and Arrow are no text.
  if (file.mediaType !== 'text/plain') return <Table file={file} />;
  return (
    <ViewFrame
      bar={
        <Segments
          label="Show as"
          value={view}
          onChange={setView}
          options={[
            { value: 'table', label: 'Table' },
            { value: 'text', label: 'Text' },
          ]}
        />
      }
    >
      {view === 'table' ? <Table file={file} /> : <TextView file={file} />}
    </ViewFrame>
  );
}
