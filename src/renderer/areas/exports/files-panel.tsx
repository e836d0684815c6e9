import { useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import { CodeBlock, countOf, FileTree, formatBytes, Markdown, Panel, Text } from '../../ui/index.ts';
import styles from './exports.module.css';

type ExportFile = CommandOutput<'exports.get'>['files'][number];

function Preview({ exportId, path }: { exportId: string; path: string }) {
  const file = useQuery('exports.readFile', { export: exportId, path });
  return (
    <QueryState query={file} what={path}>
      {({ text, sizeBytes }) =>
        text === null ? (
          <Text tone="muted">
            {path} is not text, or too long to be shown: {formatBytes(sizeBytes)}.
          </Text>
        ) : path.endsWith('.md') ? (
          <Markdown text={text} />
        ) : (
          <CodeBlock key={path} label={path} code={text} />
        )
      }
    </QueryState>
  );
}

/** What is opened first: what tells the rest. */
const firstFile = (files: readonly ExportFile[]) =>
  files.find(({ path }) => path === 'README.md')?.path ??
  files.find(({ path }) => path.endsWith('.yaml'))?.path ??
  null;

/** Everything that the folder holds, and what stands in it. */
export function FilesPanel({ exportId, files }: { exportId: string; files: readonly ExportFile[] }) {
  const [selected, setSelected] = useState(() => firstFile(files));
  const sizes = new Map(files.map(({ path, sizeBytes }) => [path, sizeBytes]));
  const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <Panel title={`${countOf(files.length, 'file')}, ${formatBytes(total)}`} flush>
      <div className={styles.files}>
        <div className={styles.tree}>
          <FileTree
            label="Files of the export"
            paths={files.map(({ path }) => path)}
            selected={selected}
            onSelect={setSelected}
            closedAtFirst={['app/node_modules/']}
            note={(path) => formatBytes(sizes.get(path))}
          />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
        <section className={styles.preview} aria-label="Preview of the file" tabIndex={0}>
          {selected === null ? (
            <Text tone="muted">Choose a file to read it.</Text>
          ) : (
            <Preview exportId={exportId} path={selected} />
          )}
        </section>
      </div>
    </Panel>
  );
}
