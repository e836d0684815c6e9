import { type ReactNode, useMemo } from 'react';
import { QueryState } from '../../../app/index.ts';
import { useQuery } from '../../../client/index.ts';
import { formatBytes, ViewFrame } from '../../../ui/index.ts';
import type { ArtifactFile } from './artifact-file.ts';
import { TextView } from './text-view.tsx';

function Parsed<Value>({
  text,
  parse,
  children,
  otherwise,
}: {
  text: string;
  parse: (text: string) => Value | null;
  children: (value: Value) => ReactNode;
  otherwise: ReactNode;
}) {
  const value = useMemo(() => parse(text), [text, parse]);
  return value === null ? otherwise : children(value);
}

/** Reads all of a text that must be whole to be shown as what it is; a larger one, or one that is damaged, is shown as text, with the reason. */
export function WholeText<Value>({
  file,
  largest,
  shownAs,
  parse,
  children,
}: {
  file: ArtifactFile;
  /** Bytes up to which reading it holds up nothing. */
  largest: number;
  /** "as a tree", to complete the sentence about a file that is too large. */
  shownAs: string;
  /** Makes of the text what is shown; null when it is damaged. Done once for a text: give it the same function each time. */
  parse: (text: string) => Value | null;
  children: (value: Value) => ReactNode;
}) {
  const { run, path, sizeBytes } = file;
  const isSmall = sizeBytes <= largest;
  const content = useQuery('runs.readArtifact', { run, path, maxBytes: largest }, { enabled: isSmall });
  const asText = (reason: string) => (
    <ViewFrame warnings={[reason]}>
      <TextView file={file} />
    </ViewFrame>
  );
  if (!isSmall)
    return asText(
      `Files up to ${formatBytes(largest)} are shown ${shownAs}; this larger one is shown as text.`,
    );
  const damaged = asText('The file is damaged or breaks off, so it is shown as the text it is.');
  return (
    <QueryState query={content} what="The file">
      {({ text }) =>
        text === null ? damaged : <Parsed {...{ text, parse, children }} otherwise={damaged} />
      }
    </QueryState>
  );
}
