import type { DatasetVersion } from '../../../shared/model/dataset.ts';
import { navigate } from '../../app/index.ts';
import { type DataColumn, DataTable, KeyValues, SplitPanes, Stack } from '../../ui/index.ts';
import styles from './data.module.css';
import { DatasetState } from './dataset-state.tsx';
import { Warnings } from './warnings.tsx';

const columns: DataColumn<DatasetVersion>[] = [
  { id: 'version', header: 'version', kind: 'number', value: ({ version }) => version, width: 80 },
  { id: 'rows', header: 'rows', kind: 'number', value: ({ rowCount }) => rowCount },
  { id: 'columns', header: 'columns', kind: 'number', value: (version) => version.columns.length, width: 88 },
  { id: 'added', header: 'added', kind: 'time', value: ({ addedAtMs }) => addedAtMs, width: 120 },
  {
    id: 'state',
    header: 'file',
    value: ({ state }) => state,
    cell: ({ state }) => <DatasetState state={state} />,
    width: 200,
  },
  { id: 'digest', header: 'digest', kind: 'mono', value: ({ digest }) => digest.slice(0, 12), width: 120 },
];

const open = ({ dataset, version }: DatasetVersion) =>
  navigate({ area: 'data', id: `${dataset}@${version}`, tab: 'versions' });

/** All versions, newest first, and where the shown one comes from. */
export function VersionsTab({
  shown,
  versions,
}: {
  shown: DatasetVersion;
  versions: readonly DatasetVersion[];
}) {
  const corrected = shown.columns.filter(({ isCorrected }) => isCorrected);
  return (
    <SplitPanes
      name="dataset-versions"
      direction="column"
      fixed="second"
      initialSize={220}
      first={
        <DataTable
          label="Versions"
          name="dataset-versions"
          rows={versions}
          rowId={({ version }) => String(version)}
          columns={columns}
          activeId={String(shown.version)}
          onActiveChange={open}
          onOpen={open}
        />
      }
      second={
        <div className={styles.padded}>
          <Stack>
            <KeyValues
              label={`Version ${shown.version}`}
              facts={[
                { name: 'Path', value: shown.path, copy: shown.path, mono: true },
                { name: 'SHA-256', value: shown.digest, copy: shown.digest, mono: true },
                { name: 'Format', value: shown.format },
                {
                  name: 'Kept as',
                  value:
                    shown.mode === 'copy' ? 'a copy in the project' : 'a reference to the file where it lies',
                },
                { name: 'File', value: <DatasetState state={shown.state} /> },
                ...(corrected.length === 0
                  ? []
                  : [
                      {
                        name: 'Corrected',
                        value: corrected.map(({ name, type }) => `${name} is ${type}`).join(', '),
                      },
                    ]),
              ]}
            />
            <Warnings warnings={shown.warnings} />
          </Stack>
        </div>
      }
    />
  );
}
