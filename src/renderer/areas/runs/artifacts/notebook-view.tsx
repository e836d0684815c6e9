import { CodeBlock, classNames, Markdown, Text } from '../../../ui/index.ts';
import type { ArtifactFile } from './artifact-file.ts';
import styles from './artifacts.module.css';
import { type NotebookCell, type NotebookOutput, notebookCells } from './notebook-cells.ts';
import { parsedJson } from './parsed-json.ts';
import { WholeText } from './whole-text.tsx';

const largestNotebook = 8_000_000;

function Output({ output }: { output: NotebookOutput }) {
  if (output.kind === 'left-out')
    return (
      <Text tone="muted" size="small">
        {output.text}
      </Text>
    );
  if (output.kind === 'image')
    return (
      <div className={styles.output}>
        <img src={output.source} alt="Output of the cell" />
      </div>
    );
  return (
    <section
      className={classNames(styles.output, output.kind === 'failure' && styles.failed)}
      aria-label={output.kind === 'failure' ? 'What failed' : 'Output of the cell'}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      {output.text}
    </section>
  );
}

function Cell({ cell, place }: { cell: NotebookCell; place: number }) {
  if (cell.kind === 'markdown') return <Markdown text={cell.source} />;
  return (
    <div className={styles.cell}>
      {cell.count !== null && <span className={styles.cellCount}>[{cell.count}]</span>}
      <CodeBlock code={cell.source} label={`Cell ${place + 1}`} wrap />
      {cell.outputs.map((output, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: outputs of a fixed notebook have no other identity
        <Output key={index} output={output} />
      ))}
    </div>
  );
}

function Cells({ cells }: { cells: readonly NotebookCell[] }) {
  return (
    <div className={styles.padded}>
      {cells.map((cell, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: cells of a fixed notebook have no other identity
        <Cell key={place} {...{ cell, place }} />
      ))}
    </div>
  );
}

const readCells = (text: string) => notebookCells(parsedJson(text)?.value);

/** A Jupyter notebook as it was saved: text, code, and what it printed. Nothing of it is run. */
export function NotebookView({ file }: { file: ArtifactFile }) {
  return (
    <WholeText file={file} largest={largestNotebook} shownAs="as a notebook" parse={readCells}>
      {(cells) => <Cells cells={cells} />}
    </WholeText>
  );
}
