import { z } from 'zod';
import { liveReference, note, noteSubject, noteText } from '../model/notes/note.ts';
import { mostReferences } from '../model/notes/note-links.ts';
import { defineArea } from './command.ts';

export const notesContract = defineArea({
  'notes.get': {
    summary: 'The note of a run or an experiment, and what somebody was writing of it',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ subject: noteSubject }),
    output: note,
  },
  'notes.keepDraft': {
    summary: 'Keep what is being written, apart from the note, so that nothing is lost',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({
      subject: noteSubject,
      text: noteText,
      /** The note that the draft began with. */
      begunOn: noteText,
    }),
    output: z.object({ savedAtMs: z.number() }),
  },
  'notes.discardDraft': {
    summary: 'Forget what was being written; the note stays',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ subject: noteSubject }),
    output: z.object({}),
  },
  'notes.save': {
    /** A draft of this text ends with it; of another it stays. */
    summary: 'Write the note of a run or an experiment, which MLflow’s clients see as mlflow.note.content',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({
      subject: noteSubject,
      text: noteText,
      /** The note as it was read; `conflict` when it says something else by now. Without it, whatever it says is replaced. */
      seen: noteText.optional(),
    }),
    output: z.object({ before: noteText }),
  },
  'runs.references': {
    summary: 'Runs that a note refers to, as they are now',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      references: z
        .array(
          z.object({
            run: z.string().min(1).max(500),
            /** A column of the table of runs, such as `metrics.auc` or `min(metrics.loss)`. */
            show: z.string().min(1).max(2000).optional(),
          }),
        )
        .max(mostReferences),
    }),
    /** In the order of what was asked for. */
    output: z.object({ references: z.array(liveReference) }),
  },
});
