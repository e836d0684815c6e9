import { Markdown } from '../../../ui/index.ts';
import type { ArtifactFile } from './artifact-file.ts';
import styles from './artifacts.module.css';
import { WholeText } from './whole-text.tsx';

const largestDocument = 500_000;

const asItIs = (text: string) => text;

export function MarkdownView({ file }: { file: ArtifactFile }) {
  return (
    <WholeText file={file} largest={largestDocument} shownAs="as a document" parse={asItIs}>
      {(text) => (
        <div className={styles.padded}>
          <Markdown text={text} />
        </div>
      )}
    </WholeText>
  );
}
