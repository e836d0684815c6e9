import { useMemo, useState } from 'react';
import {
  type Cell,
  type DatasetVersion,
  type DataType,
  datasetName,
  dataType,
} from '../../../shared/model/dataset.ts';
import { QueryState } from '../../app/index.ts';
import { useCommand, useQuery } from '../../client/index.ts';
import {
  Button,
  countOf,
  type DataColumn,
  DataTable,
  formatBytes,
  Inline,
  Page,
  ProgressBar,
  Segments,
  Select,
  Stack,
  Text,
  TextField,
  toast,
} from '../../ui/index.ts';
import { chooseDataFile } from './choose-data-file.ts';
import styles from './data.module.css';
import { Warnings } from './warnings.tsx';

type Types = Readonly<Record<string, DataType>>;
type PreviewRow = { id: string; cells: readonly Cell[] };

const typeOptions = dataType.options.map((value) => ({ value, label: value }));
const modes = [
  { value: 'reference', label: 'Leave the file where it is' },
  { value: 'copy', label: 'Keep a copy in the project' },
] as const;
const modeHints = {
  reference: 'Nothing is copied; Modelyard notices when the file changes or goes.',
  copy: 'The project keeps its own copy, so that results can be made again whatever happens to the file.',
};

/** A file before it is added: what it would be called, what its columns would be, and its first rows. */
export function AddPage({
  path,
  onClose,
  onAdded,
}: {
  path: string;
  onClose: () => void;
  onAdded: (version: DatasetVersion) => void;
}) {
  const [types, setTypes] = useState<Types>({});
  const [typedName, setName] = useState<string | null>(null);
  const [mode, setMode] = useState<'reference' | 'copy'>('reference');
  const preview = useQuery('datasets.preview', { path, types }, { keepPrevious: true });
  const add = useCommand('datasets.add', { failure: 'The file was not added' });
  const name = typedName ?? preview.data?.suggestedName ?? '';
  const checked = datasetName.safeParse(name);
  const problem = checked.success || name === '' ? undefined : checked.error.issues[0]?.message;

  const submit = async () => {
    const added = await add.run({ path, name, mode, types });
    if (added === undefined) return;
    const { version, isNew } = added;
    toast({
      meaning: isNew ? 'good' : 'info',
      title: isNew
        ? `Added ${version.dataset}@${version.version}, ${countOf(version.rowCount, 'row')}`
        : `${version.dataset}@${version.version} already is this file`,
    });
    onAdded(version);
  };

  const tableColumns = useMemo<DataColumn<PreviewRow>[]>(
    () =>
      (preview.data?.columns ?? []).map((column, index) => ({
        id: column.name,
        header: column.name,
        sortable: false,
        width: 136,
        kind: column.type === 'number' || column.type === 'integer' ? 'number' : 'text',
        value: (row) => row.cells[index],
        headerExtra: (
          <Select
            inline
            hideLabel
            label={`Type of ${column.name}`}
            value={column.type}
            options={typeOptions}
            onChange={(type) => setTypes((current) => ({ ...current, [column.name]: type }))}
          />
        ),
      })),
    [preview.data?.columns],
  );
  const rows = useMemo<PreviewRow[]>(
    () => (preview.data?.rows ?? []).map((cells, index) => ({ id: String(index), cells })),
    [preview.data?.rows],
  );
  const corrected = Object.keys(types).length;

  return (
    <Page
      title="Add data"
      note={path}
      flush
      actions={
        <Inline>
          <Button onClick={add.isRunning ? add.cancel : onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={add.isRunning}
            disabled={!checked.success || preview.data === undefined || preview.isPlaceholderData}
            onClick={() => void submit()}
          >
            Add
          </Button>
        </Inline>
      }
    >
      <QueryState query={preview} what="The file">
        {({ format, sizeBytes, columns, warnings }) => (
          <div className={styles.fill}>
            <div className={styles.form}>
              <Stack>
                <div className={styles.fields}>
                  <TextField label="Name" value={name} onChange={setName} problem={problem} />
                  <div>
                    <div className={styles.label}>Where it lives</div>
                    <Segments label="Where it lives" value={mode} onChange={setMode} options={modes} />
                  </div>
                </div>
                <Text tone="muted" size="small">
                  {modeHints[mode]}
                </Text>
                <Inline>
                  <Text tone="muted" size="small">
                    {format}, {formatBytes(sizeBytes)}, {countOf(columns.length, 'column')}. Types were read
                    off the file; correct one under its name.
                  </Text>
                  {corrected > 0 && (
                    <Button size="small" variant="quiet" onClick={() => setTypes({})}>
                      Undo {countOf(corrected, 'correction')}
                    </Button>
                  )}
                  <Button size="small" variant="quiet" onClick={() => void chooseDataFile()}>
                    Choose another file
                  </Button>
                </Inline>
                {preview.error !== null && (
                  <div role="alert">
                    <Text tone="bad" selectable>
                      {preview.error.message}
                    </Text>
                  </div>
                )}
                <Warnings warnings={warnings} />
                {add.isRunning && (
                  <ProgressBar label="Adding" share={null} text={add.progress?.phase ?? 'Reading'} />
                )}
              </Stack>
            </div>
            <div className={styles.rest}>
              <DataTable
                label="First rows"
                name="data-preview"
                rows={rows}
                rowId={({ id }) => id}
                columns={tableColumns}
                dense
              />
            </div>
          </div>
        )}
      </QueryState>
    </Page>
  );
}
