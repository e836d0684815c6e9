import { useCallback } from 'react';
import { readNoteLink, referenceKey } from '../../../../shared/model/notes/note-links.ts';
import { navigate, parseRoute } from '../../../app/index.ts';
import { type LinkView, Markdown } from '../../../ui/index.ts';
import { LiveTableView } from './live-table.tsx';
import styles from './notes.module.css';
import { RunMention } from './run-mention.tsx';
import { useReferences } from './use-references.ts';

/** A place of this application in the middle of a sentence. */
function PlaceLink({ text, url }: { text: string; url: string }) {
  const route = parseRoute(url);
  if (route === null) return <span title={url}>{text}</span>;
  return (
    <a
      className={styles.mention}
      href={`#${url}`}
      onClick={(event) => {
        event.preventDefault();
        navigate(route);
      }}
    >
      {text}
    </a>
  );
}

/** A note as it is read: Markdown in which runs, figures and tables are as they are now. */
export function NoteText({ text }: { text: string }) {
  const references = useReferences(text);
  const linkView = useCallback<LinkView>(
    ({ text: written, url }, place) => {
      if (!url.startsWith('modelyard://')) return null;
      const link = readNoteLink(url);
      if (place === 'alone')
        return link?.kind === 'table' ? <LiveTableView title={written} search={link.search} /> : null;
      if (link?.kind !== 'run') return <PlaceLink text={written} url={url} />;
      return <RunMention link={link} written={written} reference={references.get(referenceKey(link))} />;
    },
    [references],
  );
  return <Markdown text={text} linkView={linkView} />;
}
