import { useState } from 'react';
import { QueryState } from '../../../app/index.ts';
import { useQuery } from '../../../client/index.ts';
import { Button, CodeBlock, formatBytes, Switch, Text, ViewFrame } from '../../../ui/index.ts';
import type { ArtifactFile } from './artifact-file.ts';
import styles from './artifacts.module.css';

/** What one look shows; a log of gigabytes is leafed through. */
const partBytes = 200_000;

/** Text of any length, part by part. */
export function TextView({ file: { run, path, sizeBytes } }: { file: ArtifactFile }) {
  const [offset, setOffset] = useState(0);
  const [wrap, setWrap] = useState(false);
  const content = useQuery(
    'runs.readArtifact',
    { run, path, offset, maxBytes: partBytes },
    { keepPrevious: true },
  );
  const last = Math.max(0, sizeBytes - partBytes);
  const isLong = sizeBytes > partBytes;
  return (
    <ViewFrame
      bar={<Switch label="Wrap lines" checked={wrap} onChange={setWrap} />}
      barEnd={
        isLong && (
          <>
            <span>
              {formatBytes(offset)} to {formatBytes(Math.min(sizeBytes, offset + partBytes))} of{' '}
              {formatBytes(sizeBytes)}
            </span>
            <Button size="small" disabled={offset === 0} onClick={() => setOffset(0)}>
              Beginning
            </Button>
            <Button
              size="small"
              disabled={offset === 0}
              onClick={() => setOffset(Math.max(0, offset - partBytes))}
            >
              Back
            </Button>
            <Button
              size="small"
              disabled={offset >= last}
              onClick={() => setOffset(Math.min(last, offset + partBytes))}
            >
              On
            </Button>
            <Button size="small" disabled={offset >= last} onClick={() => setOffset(last)}>
              End
            </Button>
          </>
        )
      }
    >
      <QueryState query={content} what="The file">
        {({ text }) =>
          text === null ? (
            <div className={styles.padded}>
              <Text tone="muted">This part is not text. Save the file to open it elsewhere.</Text>
            </div>
          ) : text === '' ? (
            <div className={styles.padded}>
              <Text tone="muted">The file is empty.</Text>
            </div>
          ) : (
            <div className={styles.text}>
              <CodeBlock code={text} label={path} wrap={wrap} />
            </div>
          )
        }
      </QueryState>
    </ViewFrame>
  );
}
