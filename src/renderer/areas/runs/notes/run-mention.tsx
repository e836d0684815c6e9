import type { LiveReference } from '../../../../shared/model/notes/note.ts';
import type { NoteLink } from '../../../../shared/model/notes/note-links.ts';
import { referenceWords } from '../../../../shared/model/notes/reference-words.ts';
import { classNames, HoverCard, Text } from '../../../ui/index.ts';
import { RunName } from '../run-name.tsx';
import { openRun } from '../use-run-actions.ts';
import styles from './notes.module.css';
import { RunCard } from './run-card.tsx';

/** A run or one of its figures in the middle of a sentence, as it is now. */
export function RunMention({
  link,
  written,
  reference,
}: {
  link: Extract<NoteLink, { kind: 'run' }>;
  written: string;
  /** Undefined while it is not known yet. */
  reference: LiveReference | undefined;
}) {
  const { text, note } = referenceWords(link, written, reference, Date.now());
  if (reference?.state !== 'found')
    return (
      <span title={link.run}>
        {text}
        {note !== '' && <Text tone="warning"> ({note})</Text>}
      </span>
    );
  const isFigure = link.show !== null;
  return (
    <>
      <HoverCard
        trigger={
          <a
            className={classNames(styles.mention, reference.isDeleted && styles.deleted)}
            href={`#${reference.id}`}
            onClick={(event) => {
              event.preventDefault();
              openRun(reference.id);
            }}
          >
            {isFigure ? text : <RunName id={reference.id} name={text} />}
          </a>
        }
      >
        <RunCard id={reference.id} />
      </HoverCard>
      {note !== '' && (
        <Text tone={isFigure || reference.isDeleted ? 'warning' : 'muted'} size="small">
          {' '}
          {note}
        </Text>
      )}
    </>
  );
}
