import { useState } from 'react';
import { classNames, JsonTree, Segments, ViewFrame } from '../../../ui/index.ts';
import type { ArtifactFile } from './artifact-file.ts';
import styles from './artifacts.module.css';
import { parsedJson } from './parsed-json.ts';
import { TextView } from './text-view.tsx';
import { WholeText } from './whole-text.tsx';

/** Parsing more would hold up the window for longer than a frame. */
const largestTree = 2_000_000;

export function JsonView({ file }: { file: ArtifactFile }) {
  const [view, setView] = useState<'tree' | 'text'>('tree');
  return (
    <ViewFrame
      bar={
        <Segments
          label="Show as"
          value={view}
          onChange={setView}
          options={[
            { value: 'tree', label: 'Tree' },
            { value: 'text', label: 'Text' },
          ]}
        />
      }
    >
      {view === 'text' ? (
        <TextView file={file} />
      ) : (
        <WholeText file={file} largest={largestTree} shownAs="as a tree" parse={parsedJson}>
          {({ value }) => (
            <div className={classNames(styles.tree, styles.padded)}>
              <JsonTree label={file.path} value={value} />
            </div>
          )}
        </WholeText>
      )}
    </ViewFrame>
  );
}
