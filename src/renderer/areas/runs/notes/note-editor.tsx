import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { longestNote, type Note, type NoteSubject } from '../../../../shared/model/notes/note.ts';
import { call, useCommand, useProject } from '../../../client/index.ts';
import {
  Button,
  formatNumber,
  formatRelativeTime,
  Inline,
  Stack,
  Text,
  toast,
  useNow,
} from '../../../ui/index.ts';
import { createDraftKeeper, type DraftState } from './draft-keeper.ts';
import { NoteField } from './note-field.tsx';
import { NoteText } from './note-text.tsx';
import styles from './notes.module.css';

/** What is kept of what is being written. */
function DraftWords({ state, isReplaced }: { state: DraftState | null; isReplaced: boolean }) {
  const nowMs = useNow();
  if (isReplaced)
    return (
      <Text tone="warning">
        Another window writes on this note too, and its text is the draft that is kept. Yours is kept again
        when you go on, or is the note when you save.
      </Text>
    );
  if (state?.kind === 'failed')
    return (
      <Text tone="bad">
        The draft is not kept: {state.message}{' '}
        {state.isTriedAgain ? 'It is tried again.' : 'Copy the text if you need it.'}
      </Text>
    );
  if (state === null) return null;
  return (
    <Text tone="muted">
      {state.kind === 'keeping'
        ? 'Keeping the draft …'
        : `Draft kept ${formatRelativeTime({ atMs: state.atMs, nowMs })}`}
    </Text>
  );
}

/** Somebody else wrote the note while it was written here. */
function ChangedMeanwhile({ onTake, onKeep }: { onTake: () => void; onKeep: () => void }) {
  return (
    <div className={styles.notice} role="alert">
      <Text tone="warning">
        The note says something else by now: somebody changed it, such as a client of MLflow.
      </Text>
      <Inline>
        <Button size="small" onClick={onTake}>
          Take what it says
        </Button>
        <Button size="small" onClick={onKeep}>
          Keep mine
        </Button>
      </Inline>
    </div>
  );
}

/** Writing on the left, what becomes of it on the right. What is written is kept as it is written, and is the note once it is saved. */
export function NoteEditor({
  subject,
  note,
  onDone,
}: {
  subject: NoteSubject;
  note: Note;
  onDone: () => void;
}) {
  const [text, setText] = useState(note.draft?.text ?? note.text);
  const [seen, setSeen] = useState(note.draft?.isOutdated === true ? null : note.text);
  const [draft, setDraft] = useState<DraftState | null>(
    note.draft === null ? null : { kind: 'kept', atMs: note.draft.savedAtMs },
  );
  const shown = useDeferredValue(text);
  const save = useCommand('notes.save', { failure: 'The note could not be saved' });
  const discard = useCommand('notes.discardDraft', { failure: 'The draft could not be discarded' });
  const undo = useCommand('notes.save', { failure: 'The note could not be put back' });

  const field = useRef<HTMLTextAreaElement>(null);
  const latest = useRef(text);
  const begunOn = useRef(note.text);
  const [keeper] = useState(() => {
    // The last words are kept when the editor goes, and the window may show another project by then.
    const project = useProject.getState().info?.folder;
    return createDraftKeeper({
      keep: (written) =>
        call('notes.keepDraft', { subject, text: written, begunOn: begunOn.current }, { project }),
      onState: setDraft,
    });
  });
  useEffect(() => () => void keeper.flush(), [keeper]);
  // A note has one draft: whoever saves or discards in another window drops it, with what was kept from here.
  const hadDraft = useRef(note.draft !== null);
  useEffect(() => {
    if (hadDraft.current && note.draft === null && latest.current !== note.text)
      keeper.changed(latest.current);
    hadDraft.current = note.draft !== null;
  }, [note, keeper]);
  const isReplaced =
    draft?.kind === 'kept' &&
    note.draft !== null &&
    note.draft.savedAtMs > draft.atMs &&
    note.draft.text !== text;

  const write = (next: string) => {
    latest.current = next;
    setText(next);
    if (next.length <= longestNote) keeper.changed(next);
  };
  const adopt = (theirs: string) => {
    begunOn.current = theirs;
    setSeen(theirs);
  };
  /** The words above go away with the button that was pressed: writing goes on where it was. */
  const decide = (theirs: string) => {
    adopt(theirs);
    field.current?.focus();
  };

  const isOutdated = seen !== note.text;
  const tooMany = Math.max(0, text.length - longestNote);
  const saveNote = async () => {
    if (seen === null || isOutdated || tooMany > 0) return;
    await keeper.flush();
    const done = await save.run({ subject, text, seen });
    if (done === undefined) return;
    toast({
      meaning: 'good',
      title: 'The note is saved',
      action: { label: 'Undo', onClick: () => void undo.run({ subject, text: done.before, seen: text }) },
    });
    // What was written meanwhile goes on as a draft of the note that is there now.
    if (latest.current !== text) return adopt(text);
    await keeper.stop();
    onDone();
  };
  const discardDraft = async () => {
    await keeper.stop();
    if ((await discard.run({ subject })) !== undefined) onDone();
  };

  return (
    <Stack>
      {isOutdated && (
        <ChangedMeanwhile
          onTake={() => {
            decide(note.text);
            write(note.text);
          }}
          onKeep={() => decide(note.text)}
        />
      )}
      <div className={styles.sides}>
        <NoteField
          field={field}
          value={text}
          onChange={write}
          onSave={() => void saveNote()}
          onLeave={onDone}
        />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className={styles.preview} tabIndex={0} aria-label="Preview">
          {shown.trim() === '' ? (
            <Text tone="muted">What you write shows here as it will be read.</Text>
          ) : (
            <NoteText text={shown} />
          )}
        </section>
      </div>
      <Inline>
        <Button
          variant="primary"
          busy={save.isRunning}
          disabled={isOutdated || tooMany > 0}
          title={isOutdated ? 'First say above which of the two stays' : undefined}
          onClick={() => void saveNote()}
        >
          Save
        </Button>
        <Button onClick={onDone}>Close</Button>
        {draft !== null && (
          <Button variant="quiet" onClick={() => void discardDraft()}>
            Discard the draft
          </Button>
        )}
        {tooMany > 0 ? (
          <Text tone="bad">
            A note has room for {formatNumber(longestNote)} characters. This one is {formatNumber(tooMany)}{' '}
            too long, and is not kept until it is shorter.
          </Text>
        ) : (
          <DraftWords state={draft} isReplaced={isReplaced} />
        )}
      </Inline>
    </Stack>
  );
}
