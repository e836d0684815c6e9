import { Box, CornerDownRight, Folder, Grid3x3, type LucideIcon } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Hdf5Listing, Hdf5Object } from '../../../../shared/model/artifact-content.ts';
import { QueryState } from '../../../app/index.ts';
import { useQuery } from '../../../client/index.ts';
import {
  countOf,
  type DataColumn,
  formatBytes,
  formatNumber,
  Inline,
  SplitPanes,
  Text,
  TreeTable,
  useColumnLayout,
  ViewFrame,
} from '../../../ui/index.ts';
import { arrayShape } from './array-facts.tsx';
import type { ArtifactFile } from './artifact-file.ts';
import { Hdf5ObjectView } from './hdf5-object-view.tsx';
import { hdf5Rows, nameOf } from './hdf5-tree.ts';

const icons: Readonly<Record<Hdf5Object['kind'], LucideIcon>> = {
  group: Folder,
  dataset: Grid3x3,
  type: Box,
  link: CornerDownRight,
};

function ObjectName({ object: { path, kind, target } }: { object: Hdf5Object }) {
  const Icon = icons[kind];
  return (
    <Inline>
      <Icon size={14} role="img" aria-label={kind} />
      {nameOf(path)}
      {target !== null && <Text tone="muted">→ {target}</Text>}
    </Inline>
  );
}

const columns: readonly DataColumn<Hdf5Object>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 200,
    value: ({ path }) => path,
    cell: (object) => <ObjectName object={object} />,
  },
  {
    id: 'shape',
    header: 'Shape',
    width: 120,
    value: ({ shape }) => (shape === null ? '' : arrayShape(shape)),
  },
  { id: 'type', header: 'Type', width: 120, value: ({ typeName }) => typeName ?? '' },
  {
    id: 'size',
    header: 'Size',
    kind: 'bytes',
    width: 80,
    value: ({ sizeBytes }) => sizeBytes,
    cell: ({ sizeBytes }) => (sizeBytes === null ? '' : formatBytes(sizeBytes)),
  },
];

const idOf = ({ path }: Hdf5Object): string => path;

function Objects({ file, listing: { objects, isCut } }: { file: ArtifactFile; listing: Hdf5Listing }) {
  const firstDataset = objects.find(({ kind }) => kind === 'dataset');
  const [active, setActive] = useState(firstDataset?.path ?? '/');
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const layout = useColumnLayout('artifact-hdf5');
  const rows = useMemo(() => hdf5Rows(objects, closed), [objects, closed]);
  const shown = objects.find(({ path }) => path === active);
  const counted = (kind: Hdf5Object['kind'], word: string) =>
    countOf(objects.filter((object) => object.kind === kind).length, word);
  return (
    <ViewFrame
      bar={
        <span>
          {counted('dataset', 'dataset')}, {counted('group', 'group')},{' '}
          {formatBytes(objects.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0))} of values
          {isCut && `; the first ${formatNumber(objects.length)} objects are listed`}
        </span>
      }
    >
      <SplitPanes
        name="artifact-hdf5"
        direction="column"
        fixed="first"
        initialSize={220}
        first={
          <TreeTable<Hdf5Object>
            label={`Objects in ${file.path}`}
            rows={rows}
            rowId={idOf}
            columns={columns}
            layout={layout}
            fillColumn="name"
            activeId={active}
            onActiveChange={({ path }) => setActive(path)}
            onToggle={({ path }) => {
              const next = new Set(closed);
              if (!next.delete(path)) next.add(path);
              setClosed(next);
            }}
          />
        }
        second={shown === undefined ? null : <Hdf5ObjectView key={shown.path} file={file} object={shown} />}
      />
    </ViewFrame>
  );
}

/** An HDF5 file, such as Keras' weights: its groups and datasets, and what is said of each. Links to other files are not followed. */
export function Hdf5View({ file }: { file: ArtifactFile }) {
  const listing = useQuery('runs.hdfObjects', { run: file.run, path: file.path });
  return (
    <QueryState query={listing} what="The file">
      {(found) => <Objects file={file} listing={found} />}
    </QueryState>
  );
}
