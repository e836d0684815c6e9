import { QueryState } from '../../../app/index.ts';
import { useQuery } from '../../../client/index.ts';
import { countOf, type DataColumn, DataTable, formatBytes, ViewFrame } from '../../../ui/index.ts';
import type { ArtifactFile } from './artifact-file.ts';

interface Entry {
  path: string;
  sizeBytes: number;
  packedBytes: number;
  place: number;
}

const columns: readonly DataColumn<Entry>[] = [
  { id: 'path', header: 'File', kind: 'mono', width: 420, value: (entry) => entry.path },
  { id: 'size', header: 'Size', kind: 'bytes', value: (entry) => entry.sizeBytes },
  { id: 'packed', header: 'Packed', kind: 'bytes', value: (entry) => entry.packedBytes },
];

/** What is in a ZIP archive. Nothing of it is unpacked. */
export function ArchiveView({ file: { run, path } }: { file: ArtifactFile }) {
  const listing = useQuery('runs.listArchive', { run, path });
  return (
    <QueryState query={listing} what="The archive">
      {({ entries, entryCount, warnings }) => (
        <ViewFrame
          warnings={warnings}
          bar={
            <>
              {countOf(entryCount, 'entry', 'entries')},{' '}
              {formatBytes(entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))} unpacked
              {entries.length < entryCount && `; the first ${entries.length} are listed`}
            </>
          }
        >
          <DataTable
            label={`Files in ${path}`}
            name="artifact-archive"
            rows={entries.map((entry, place) => ({ ...entry, place }))}
            rowId={({ place }) => String(place)}
            columns={columns}
          />
        </ViewFrame>
      )}
    </QueryState>
  );
}
