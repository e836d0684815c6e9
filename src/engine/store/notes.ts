import type { Reader, Writer } from '../ports/store-handles.ts';
import { deleteExperimentTag, setExperimentTag } from './experiments.ts';
import { deleteTag, setTag } from './run-values.ts';

/** Notes of runs and experiments, which are a tag as well, and drafts of them. */

/** What MLflow's clients call a note. */
export const noteTag = 'mlflow.note.content';

export interface NoteOwner {
  readonly type: 'run' | 'experiment';
  /** The number of the run, the id of the experiment. */
  readonly number: number;
}

export const noteOf = (reader: Reader, { type, number }: NoteOwner): string =>
  reader.get<{ note: string }>(
    type === 'run'
      ? 'SELECT note FROM runs WHERE number = ?'
      : `SELECT value AS note FROM experiment_tags WHERE experiment_id = ? AND key = '${noteTag}'`,
    [number],
  )?.note ?? '';

/** An empty one takes the tag away. */
export const writeNote = (writer: Writer, { type, number }: NoteOwner, text: string): void => {
  if (type === 'run') {
    if (text === '') deleteTag(writer, number, noteTag);
    else setTag(writer, number, noteTag, text);
  } else if (text === '') deleteExperimentTag(writer, number, noteTag);
  else setExperimentTag(writer, number, noteTag, text);
};

export interface NoteDraft {
  readonly text: string;
  readonly begunOn: string;
  readonly savedAtMs: number;
}

export const draftOf = (reader: Reader, { type, number }: NoteOwner): NoteDraft | undefined =>
  reader.get<NoteDraft>(
    `SELECT text, begun_on AS begunOn, saved_at_ms AS savedAtMs FROM note_drafts WHERE subject_type = ? AND subject_number = ?`,
    [type, number],
  );

export const keepDraft = (writer: Writer, { type, number }: NoteOwner, draft: NoteDraft): void => {
  writer.run(
    `INSERT INTO note_drafts (subject_type, subject_number, text, begun_on, saved_at_ms) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET text = excluded.text, begun_on = excluded.begun_on, saved_at_ms = excluded.saved_at_ms`,
    [type, number, draft.text, draft.begunOn, draft.savedAtMs],
  );
};

export const dropDraft = (writer: Writer, { type, number }: NoteOwner): void => {
  writer.run('DELETE FROM note_drafts WHERE subject_type = ? AND subject_number = ?', [type, number]);
};
