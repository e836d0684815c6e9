import { useEffect, useRef, useState } from 'react';
import type { Note, NoteSubject } from '../../../../shared/model/notes/note.ts';
import { QueryState, useOfferActions } from '../../../app/index.ts';
import { useQuery } from '../../../client/index.ts';
import { Button, EmptyState, Inline, RelativeTime, Stack, Text } from '../../../ui/index.ts';
import { NoteEditor } from './note-editor.tsx';
import { NoteText } from './note-text.tsx';
import styles from './notes.module.css';

const emptyWords: Readonly<Record<NoteSubject['type'], string>> = {
  run: 'A note says what a run was for and what came of it. It names other runs and their figures, which stay up to date.',
  experiment:
    'A note says what an experiment asks and what was found. It names runs, figures and tables, which stay up to date.',
};

function Reading({ note, subject, onEdit }: { note: Note; subject: NoteSubject; onEdit: () => void }) {
  const { text, draft, locked } = note;
  const isEmpty = text.trim() === '' && draft === null;
  if (isEmpty)
    return (
      <EmptyState
        text={locked === null ? emptyWords[subject.type] : `${locked} It has no note.`}
        {...(locked === null && { action: { label: 'Write a note', onClick: onEdit } })}
      />
    );
  return (
    <Stack>
      <Inline>
        {locked === null ? (
          <Button onClick={onEdit}>{draft === null ? 'Edit' : 'Continue the draft'}</Button>
        ) : (
          <Text tone="muted">{locked}</Text>
        )}
        {draft !== null && (
          <Text tone="warning">
            A draft of <RelativeTime atMs={draft.savedAtMs} /> is not saved yet.
          </Text>
        )}
      </Inline>
      {text.trim() === '' ? <Text tone="muted">There is no note yet.</Text> : <NoteText text={text} />}
    </Stack>
  );
}

/** The note of a run or an experiment, to read and to write. */
export function NoteView({ subject }: { subject: NoteSubject }) {
  const note = useQuery('notes.get', { subject });
  const [isEditing, setEditing] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const hasWritten = useRef(false);
  useEffect(() => {
    // The field that had the keyboard is gone: its way back in is next, unless somebody went elsewhere meanwhile.
    if (hasWritten.current && !isEditing && document.activeElement === document.body)
      place.current?.querySelector('button')?.focus();
    hasWritten.current = isEditing;
  }, [isEditing]);
  const canEdit = note.data?.locked === null;
  useOfferActions([
    {
      id: 'note.edit',
      title: 'Write on the note',
      shortcut: 'e',
      disabled: !canEdit,
      run: () => setEditing(true),
    },
  ]);
  return (
    <div ref={place} className={styles.note}>
      <QueryState query={note} what="The note">
        {(data) =>
          isEditing ? (
            <NoteEditor subject={subject} note={data} onDone={() => setEditing(false)} />
          ) : (
            <Reading note={data} subject={subject} onEdit={() => setEditing(true)} />
          )
        }
      </QueryState>
    </div>
  );
}
