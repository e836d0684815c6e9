import { useMemo, useState } from 'react';
import type { ArrayFacts, ArrayValue } from '../../../../shared/model/artifact-content.ts';
import { call } from '../../../client/index.ts';
import { countOf, type DataColumn, EmptyState, PagedTable, ViewFrame } from '../../../ui/index.ts';
import type { ArtifactFile } from './artifact-file.ts';
import { BarNumber } from './bar-number.tsx';

/** Columns that are shown at a time. */
const widestGrid = 100;

/** The values along the last two axes, one slice of the others at a time. */
export function ArrayValues({ file: { run, path }, array }: { file: ArtifactFile; array: ArrayFacts }) {
  const { member, grid, sliceCount } = array;
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
  if (grid.rows === 0 || grid.columns === 0) return <EmptyState text="The array holds no values." />;
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
        label={`Values of ${member ?? path}`}
        name="artifact-array"
        rowCount={grid.rows}
        sourceKey={JSON.stringify([run, path, member, chosen])}
        columns={columns}
        fetchRows={async ({ offset, limit, signal }) => {
          const window = { run, path, member, offset, limit, columns: widestGrid, ...chosen };
          return (await call('runs.arrayRows', window, { signal })).rows;
        }}
      />
    </ViewFrame>
  );
}
