import { Download } from 'lucide-react';
import { useState } from 'react';
import type { RunDetail } from '../../../shared/model/run.ts';
import { QueryState } from '../../app/index.ts';
import { call, showError, useQuery } from '../../client/index.ts';
import {
  Button,
  CodeBlock,
  FileTree,
  formatBytes,
  KeyValues,
  Panel,
  Stack,
  Text,
  toast,
} from '../../ui/index.ts';
import styles from './runs.module.css';

async function save(run: string, path: string): Promise<void> {
  try {
    const suggestedName = path.split('/').at(-1) ?? path;
    const { path: destination } = await call('shell.chooseSaveFile', {
      title: `Save ${path}`,
      suggestedName,
    });
    if (destination === null) return;
    const saved = await call('runs.saveArtifact', { run, path, destination });
    toast({
      meaning: 'good',
      title: `Saved ${suggestedName}`,
      detail: saved.path,
      action: {
        label: 'Show',
        onClick: () => void call('shell.showInFolder', { path: saved.path }).catch(() => undefined),
      },
    });
  } catch (thrown) {
    showError('The file was not saved', thrown);
  }
}

function Preview({ run, path }: { run: string; path: string }) {
  const content = useQuery('runs.readArtifact', { run, path });
  return (
    <QueryState query={content} what="The file">
      {({ text, isTruncated, sizeBytes }) =>
        text === null ? (
          <Text tone="muted">This file is not text. Save it to open it elsewhere.</Text>
        ) : (
          <>
            <CodeBlock code={text} label={path} maxHeight={480} />
            {isTruncated && (
              <Text tone="muted" size="small">
                The beginning of {formatBytes(sizeBytes)}; save the file to see all of it.
              </Text>
            )}
          </>
        )
      }
    </QueryState>
  );
}

/** Files that the run left. */
export function ArtifactsTab({ run: { id, artifacts } }: { run: RunDetail }) {
  const [selected, setSelected] = useState(artifacts[0]?.path ?? null);
  const byPath = new Map(artifacts.map((artifact) => [artifact.path, artifact]));
  const artifact = selected === null ? undefined : byPath.get(selected);
  if (artifacts.length === 0)
    return (
      <div className={styles.padded}>
        <Text tone="muted">This run left no files.</Text>
      </div>
    );
  return (
    <div className={styles.padded}>
      <div className={styles.artifacts}>
        <FileTree
          label="Artifacts"
          paths={[...byPath.keys()]}
          selected={selected}
          onSelect={setSelected}
          note={(path) => formatBytes(byPath.get(path)?.sizeBytes ?? 0)}
        />
        {artifact !== undefined && (
          <Panel
            title={artifact.path}
            actions={
              <Button size="small" icon={<Download size={14} />} onClick={() => void save(id, artifact.path)}>
                Save
              </Button>
            }
          >
            <Stack>
              <KeyValues
                facts={[
                  { name: 'Size', value: formatBytes(artifact.sizeBytes) },
                  ...(artifact.digest === null
                    ? [{ name: 'Kept', value: 'in its source, from which it is read' }]
                    : [{ name: 'SHA-256', value: artifact.digest, copy: artifact.digest, mono: true }]),
                ]}
              />
              <Preview key={artifact.path} run={id} path={artifact.path} />
            </Stack>
          </Panel>
        )}
      </div>
    </div>
  );
}
