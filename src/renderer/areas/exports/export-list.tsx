import { PackageOpen } from 'lucide-react';
import { useState } from 'react';
import type { ExportSummary } from '../../../shared/contract/exports.ts';
import { linkOf, navigate, QueryState, showInFolder, useRoute } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  Button,
  countOf,
  type DataColumn,
  DataTable,
  EmptyState,
  type MenuEntry,
  Page,
} from '../../ui/index.ts';
import { FilesBadge, filesWord, ImageState } from './export-state.tsx';
import styles from './exports.module.css';
import { NewExport } from './new-export.tsx';

const columns: DataColumn<ExportSummary>[] = [
  { id: 'model', header: 'model', value: ({ model, version }) => `${model}/${version}`, width: 180 },
  {
    id: 'files',
    header: 'files',
    value: filesWord,
    cell: (row) => <FilesBadge of={row} />,
    width: 128,
  },
  { id: 'image', header: 'image', kind: 'mono', value: ({ image }) => image, width: 220 },
  {
    id: 'imageState',
    header: 'image is',
    value: ({ imageState }) => imageState,
    cell: ({ imageState }) => <ImageState state={imageState} />,
    width: 112,
  },
  { id: 'size', header: 'size', kind: 'bytes', value: ({ imageSizeBytes }) => imageSizeBytes, width: 88 },
  { id: 'folder', header: 'folder', kind: 'mono', value: ({ folder }) => folder, width: 260 },
  { id: 'created', header: 'made', kind: 'time', value: ({ createdAtMs }) => createdAtMs, width: 120 },
];

const open = ({ id }: ExportSummary) => navigate({ area: 'exports', id });

const menu = (row: ExportSummary): MenuEntry[] => [
  { label: 'Open', onSelect: () => open(row) },
  { label: 'Show its folder', onSelect: () => showInFolder(row.folder) },
  'separator',
  { label: 'Copy folder', onSelect: () => void navigator.clipboard.writeText(row.folder) },
  { label: 'Copy image', onSelect: () => void navigator.clipboard.writeText(row.image) },
  {
    label: 'Copy link',
    onSelect: () => void navigator.clipboard.writeText(linkOf({ area: 'exports', id: row.id })),
  },
];

export function ExportList() {
  const { search } = useRoute();
  const exports = useQuery('exports.list', {});
  const [wantsNew, setWantsNew] = useState(false);
  const asked = search?.new;
  if (wantsNew || asked !== undefined)
    return (
      <NewExport
        model={asked}
        onClose={() => {
          setWantsNew(false);
          navigate({ area: 'exports' });
        }}
      />
    );
  return (
    <Page
      title="Exports"
      note={exports.data && countOf(exports.data.length, 'export')}
      flush
      actions={
        exports.data?.length !== 0 && (
          <Button variant="primary" onClick={() => setWantsNew(true)}>
            New export
          </Button>
        )
      }
    >
      <div className={styles.table}>
        <QueryState query={exports} what="The exports">
          {(rows) => (
            <DataTable
              label="Exports"
              name="exports"
              rows={rows}
              rowId={({ id }) => id}
              columns={columns}
              onActiveChange={open}
              onOpen={open}
              menu={menu}
              empty={
                <EmptyState
                  icon={<PackageOpen size={32} strokeWidth={1.5} />}
                  text="An export is a folder with a model, its server and what Docker and Kubernetes need to run it."
                  action={{ label: 'New export', onClick: () => setWantsNew(true) }}
                />
              }
            />
          )}
        </QueryState>
      </div>
    </Page>
  );
}
