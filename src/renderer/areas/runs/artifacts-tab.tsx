import { useMemo, useState } from 'react';
import type { RunDetail } from '../../../shared/model/run.ts';
import { FileTree, formatBytes, SplitPanes, Text } from '../../ui/index.ts';
import { ArtifactViewer } from './artifacts/artifact-viewer.tsx';
import styles from './artifacts/artifacts.module.css';
import { crowdedFolders } from './artifacts/crowded-folders.ts';

/** Files that the run left. */
export function ArtifactsTab({ run: { id, artifacts } }: { run: RunDetail }) {
  const byPath = useMemo(() => new Map(artifacts.map((artifact) => [artifact.path, artifact])), [artifacts]);
  const paths = useMemo(() => [...byPath.keys()], [byPath]);
  const crowded = useMemo(() => crowdedFolders(paths), [paths]);
  const [selected, setSelected] = useState(paths[0] ?? null);
  const artifact = selected === null ? undefined : byPath.get(selected);
  if (artifacts.length === 0)
    return (
      <div className={styles.padded}>
        <Text tone="muted">This run left no files.</Text>
      </div>
    );
  return (
    <SplitPanes
      name="artifacts"
      fixed="first"
      initialSize={260}
      minimumSize={160}
      first={
        <div className={styles.tree}>
          <FileTree
            label="Artifacts"
            paths={paths}
            selected={selected}
            onSelect={setSelected}
            note={(path) => formatBytes(byPath.get(path)?.sizeBytes ?? 0)}
            closedAtFirst={crowded}
          />
        </div>
      }
      second={
        artifact === undefined ? (
          <div className={styles.padded}>
            <Text tone="muted">Choose a file at the left.</Text>
          </div>
        ) : (
          <ArtifactViewer key={artifact.path} run={id} path={artifact.path} digest={artifact.digest} />
        )
      }
    />
  );
}
