import type { ColumnProfile } from '../../../shared/model/dataset.ts';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import { type CellValue, type DataColumn, DataTable, formatPercent, MiniHistogram } from '../../ui/index.ts';
import { ColumnInspector } from './column-inspector.tsx';

const missingShareOf = ({ missing, count }: ColumnProfile, rowCount = count + missing) =>
  rowCount === 0 ? 0 : missing / rowCount;

/** Bars for the cell: bins of numbers, or the most common values of texts. */
export const barsOf = ({ histogram, topValues }: ColumnProfile): number[] =>
  (histogram.length > 0 ? histogram : topValues).map(({ count }) => count);

const quantile =
  (probability: number) =>
  ({ numeric, type }: ColumnProfile): CellValue =>
    // Dates are kept as days since 1970, which says nothing to a reader of a table.
    type === 'date' || type === 'datetime'
      ? null
      : numeric?.quantiles.find((each) => each.probability === probability)?.value;

const columnsFor = (rowCount: number): DataColumn<ColumnProfile>[] => [
  { id: 'name', header: 'column', value: ({ name }) => name, width: 168 },
  { id: 'type', header: 'type', value: ({ type }) => type, width: 80 },
  {
    id: 'missing',
    header: 'missing',
    kind: 'number',
    width: 80,
    value: (column) => missingShareOf(column, rowCount),
    cell: (column) =>
      column.missing === 0 ? (
        '0'
      ) : (
        <span title={`${column.missing} rows`}>{formatPercent(missingShareOf(column, rowCount))}</span>
      ),
  },
  {
    id: 'distinct',
    header: 'distinct',
    kind: 'number',
    width: 88,
    value: ({ distinct }) => distinct,
    hint: 'Different values; exact up to a million rows',
  },
  {
    id: 'distribution',
    header: 'distribution',
    sortable: false,
    width: 120,
    value: () => null,
    cell: (column) => (
      <MiniHistogram
        counts={barsOf(column)}
        label={column.name}
        missingShare={missingShareOf(column, rowCount)}
      />
    ),
  },
  {
    id: 'common',
    header: 'most common',
    value: ({ topValues }) => topValues[0]?.value,
    width: 136,
  },
  {
    id: 'mean',
    header: 'mean',
    kind: 'number',
    value: ({ numeric, type }) => (type.startsWith('date') ? null : numeric?.mean),
  },
  { id: 'q05', header: '5 %', kind: 'number', value: quantile(0.05), width: 88 },
  { id: 'q25', header: '25 %', kind: 'number', value: quantile(0.25), width: 88, hiddenAtFirst: true },
  { id: 'q50', header: 'median', kind: 'number', value: quantile(0.5), width: 88 },
  { id: 'q75', header: '75 %', kind: 'number', value: quantile(0.75), width: 88, hiddenAtFirst: true },
  { id: 'q95', header: '95 %', kind: 'number', value: quantile(0.95), width: 88 },
];

/** What each column holds, one row a column; the chosen one in the inspector. */
export function ColumnsTab({
  reference,
  selected,
  onSelect,
}: {
  reference: string;
  selected: string | null;
  onSelect: (column: string | null) => void;
}) {
  const profile = useQuery('datasets.profile', { dataset: reference });
  return (
    <QueryState query={profile} what="The columns">
      {(data) => {
        const column = data.columns.find(({ name }) => name === selected);
        return (
          <>
            <DataTable
              label="Columns"
              name="dataset-columns"
              rows={data.columns}
              rowId={({ name }) => name}
              columns={columnsFor(data.rowCount)}
              activeId={selected}
              onActiveChange={({ name }) => onSelect(name)}
              menu={({ name }) => [
                { label: 'Copy name', onSelect: () => void navigator.clipboard.writeText(name) },
              ]}
            />
            {column !== undefined && (
              <ColumnInspector
                reference={reference}
                column={column}
                rowCount={data.rowCount}
                onClose={() => onSelect(null)}
              />
            )}
          </>
        );
      }}
    </QueryState>
  );
}
