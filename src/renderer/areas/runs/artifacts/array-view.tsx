import { useMemo, useState } from 'react';
import type { ArrayFacts, ArrayValue } from '../../../../shared/model/artifact-content.ts';
import { QueryState } from '../../../app/index.ts';
import { call, useQuery } from '../../../client/index.ts';
import {
  countOf,
  type DataColumn,
  EmptyState,
  type Fact,
  formatBytes,
  formatNumber,
  ImageStage,
  KeyValues,
  NumberField,
  type NumberFieldProps,
  PagedTable,
  Pixels,
  Segments,
  Select,
  Skeleton,
  Stack,
  Text,
} from '../../../ui/index.ts';
import type { ArtifactFile } from './artifact-file.ts';
import styles from './artifacts.module.css';

type View = 'facts' | 'values' | 'image';

/** Columns that are shown at a time. */
const widestGrid = 100;

const shapeText = (shape: readonly number[]) => (shape.length === 0 ? 'scalar' : shape.join(' × '));
const exact = (value: number | null) =>
  value === null ? '–' : <span title={String(value)}>{formatNumber(value)}</span>;

function Facts({ file: { run, path }, array }: { file: ArtifactFile; array: ArrayFacts }) {
  const { member, refusal } = array;
  const statistics = useQuery('runs.arrayStatistics', { run, path, member }, { enabled: refusal === null });
  const found = statistics.data;
  const facts: Fact[] = [
    { name: 'Type', value: `${array.typeName} (${array.descr})` },
    { name: 'Shape', value: shapeText(array.shape) },
    { name: 'Order', value: array.order === 'C' ? 'C, rows side by side' : 'Fortran, columns side by side' },
    { name: 'Size', value: formatBytes(array.sizeBytes) },
    ...(found === undefined || found === null
      ? []
      : [
          { name: 'Minimum', value: exact(found.minimum) },
          { name: 'Maximum', value: exact(found.maximum) },
          { name: 'Mean', value: exact(found.mean) },
          { name: 'Standard deviation', value: exact(found.deviation) },
          { name: 'NaN', value: formatNumber(found.nanCount) },
          { name: 'Infinite', value: formatNumber(found.infiniteCount) },
        ]),
  ];
  return (
    <div className={styles.padded}>
      <Stack>
        <KeyValues label="Facts of the array" facts={facts} />
        {refusal !== null && <Text tone="warning">{refusal}</Text>}
        {found?.isComplete === false && (
          <Text tone="muted" size="small">
            Computed from the first {countOf(found.valueCount, 'value')}.
          </Text>
        )}
        {statistics.error !== null && <Text tone="bad">{statistics.error.message}</Text>}
        {refusal === null && found === undefined && statistics.error === null && <Skeleton lines={3} />}
      </Stack>
    </div>
  );
}

/** A number field in a line of text, with its label before it. */
function BarNumber({ label, ...field }: NumberFieldProps & { label: string }) {
  return (
    <>
      <span aria-hidden>{label}</span>
      <div className={styles.goTo}>
        <NumberField label={label} hideLabel {...field} />
      </div>
    </>
  );
}

function Values({ file: { run, path }, array }: { file: ArtifactFile; array: ArrayFacts }) {
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
    <div className={styles.column}>
      <div className={styles.bar}>
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
      </div>
      <div className={styles.rest}>
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
      </div>
    </div>
  );
}

const bytesOf = (text: string): Uint8ClampedArray<ArrayBuffer> =>
  Uint8ClampedArray.from(atob(text), (letter) => letter.charCodeAt(0));

function Picture({ file: { run, path }, array: { member } }: { file: ArtifactFile; array: ArrayFacts }) {
  const [number, setNumber] = useState<number | null>(0);
  const image = useQuery(
    'runs.arrayImage',
    { run, path, member, image: number ?? 0 },
    { keepPrevious: true },
  );
  const found = image.data;
  const pixels = useMemo(() => (found ? bytesOf(found.pixels) : null), [found]);
  return (
    <QueryState query={image} what="The image">
      {() =>
        found === null || found === undefined || pixels === null ? (
          <EmptyState text="The array has not the shape of an image: height × width, with one, three or four channels, 8 to 8192 values a side, in C order." />
        ) : (
          <ImageStage
            label={`Array ${member ?? path} as an image`}
            size={found}
            note={
              <>
                {found.imageCount > 1 && (
                  <BarNumber
                    label={`Image, 0 to ${found.imageCount - 1}`}
                    value={number}
                    onChange={setNumber}
                    minimum={0}
                    maximum={found.imageCount - 1}
                    step={1}
                  />
                )}
                {found.range !== null && (
                  <span>
                    black {formatNumber(found.range.low)}, white {formatNumber(found.range.high)}
                  </span>
                )}
                {found.width < found.sourceWidth && (
                  <span>
                    every {Math.ceil(found.sourceWidth / found.width)}th value of {found.sourceWidth} ×{' '}
                    {found.sourceHeight}
                  </span>
                )}
              </>
            }
          >
            {(place) => (
              <Pixels
                label={member ?? path}
                width={found.width}
                height={found.height}
                pixels={pixels}
                {...place}
              />
            )}
          </ImageStage>
        )
      }
    </QueryState>
  );
}

const views = { facts: Facts, values: Values, image: Picture };

function Arrays({ file, arrays }: { file: ArtifactFile; arrays: readonly ArrayFacts[] }) {
  const [member, setMember] = useState(arrays[0]?.member ?? null);
  const [view, setView] = useState<View>('facts');
  const array = arrays.find((one) => one.member === member) ?? arrays[0];
  if (array === undefined) return <EmptyState text="The file holds no arrays." />;
  const Shown = views[array.refusal === null ? view : 'facts'];
  return (
    <div className={styles.column}>
      <div className={styles.bar}>
        {array.member !== null && (
          <Select
            label="Array"
            hideLabel
            inline
            value={array.member}
            onChange={setMember}
            options={arrays.map(({ member: name, shape }) => ({
              value: name ?? '',
              label: `${name ?? ''} (${shapeText(shape)})`,
            }))}
          />
        )}
        {array.refusal === null && (
          <Segments
            label="Show"
            value={view}
            onChange={setView}
            options={[
              { value: 'facts', label: 'Facts' },
              { value: 'values', label: 'Values' },
              { value: 'image', label: 'Image' },
            ]}
          />
        )}
      </div>
      <div className={styles.rest}>
        <Shown key={array.member} file={file} array={array} />
      </div>
    </div>
  );
}

/** Arrays of NumPy: what they are, their values, and what they look like. */
export function ArrayView({ file }: { file: ArtifactFile }) {
  const arrays = useQuery('runs.arrays', { run: file.run, path: file.path });
  return (
    <QueryState query={arrays} what="The array">
      {(found) => <Arrays file={file} arrays={found} />}
    </QueryState>
  );
}
