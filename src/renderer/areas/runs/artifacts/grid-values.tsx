import { useMemo, useState } from 'react';
import type { ArrayFacts, ArrayValue } from '../../../../shared/model/artifact-content.ts';
import { countOf, type DataColumn, EmptyState, PagedTable, ViewFrame } from '../../../ui/index.ts';
import { BarNumber } from './bar-number.tsx';

/** Columns that are shown at a time. */
const widestGrid = 100;

/** Which part of which slice. */
export interface GridWindow {
  slice: number;
  offset: number;
  limit: number;
  firstColumn: number;
  columns: number;
}

/** The values along the last two axes, one slice of the others at a time. */
export function GridValues({
  label,
  sourceKey,
  grid,
  sliceCount,
  fetchRows,
}: Pick<ArrayFacts, 'grid' | 'sliceCount'> & {
  /** Of what, for who cannot see it. */
  label: string;
  /** Other values under another key. */
  sourceKey: string;
  fetchRows: (window: GridWindow, signal: AbortSignal) => Promise<readonly ArrayValue[][]>;
}) {
  const [slice, setSlice] = useState<number | null>(0);
  const [firstColumn, setFirstColumn] = useState<number | null>(0);
  const chosen = { slice: slice ?? 0, firstColumn: firstColumn ?? 0 };
  const shown = Math.min(widestGrid, grid.columns - chosen.firstColumn);
  const columns = useMemo<DataColumn<readonly ArrayValue[]>[]>(
    () =>
      Array.from({ length: Math.max(0, shown) }, (_, index) => ({
        id: String(index),
        header: grid.columns === 1 ? 'value' : String(chosen.firstColumn + index),
        kind: 'number',
        width: 104,
        value: (row) => row[index],
      })),
    [shown, grid.columns, chosen.firstColumn],
  );
  if (grid.rows === 0 || grid.columns === 0) return <EmptyState text="It holds no values." />;
  return (
    <ViewFrame
      bar={
        <>
          <span>
            {countOf(grid.rows, 'row')}, {countOf(grid.columns, 'column')}
          </span>
          {sliceCount > 1 && (
            <BarNumber
              label={`Slice, 0 to ${sliceCount - 1}`}
              value={slice}
              onChange={setSlice}
              minimum={0}
              maximum={sliceCount - 1}
              step={1}
            />
          )}
          {grid.columns > widestGrid && (
            <BarNumber
              label="First column"
              value={firstColumn}
              onChange={setFirstColumn}
              minimum={0}
              maximum={grid.columns - 1}
              step={widestGrid}
            />
          )}
        </>
      }
    >
      <PagedTable
        label={`Values of ${label}`}
        name="artifact-array"
        rowCount={grid.rows}
        sourceKey={JSON.stringify([sourceKey, chosen])}
        columns={columns}
        fetchRows={({ offset, limit, signal }) =>
          fetchRows({ offset, limit, columns: widestGrid, ...chosen }, signal)
        }
      />
    </ViewFrame>
  );
}
