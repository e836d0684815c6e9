import { z } from 'zod';
import { columnValue, runStatus } from '../run.ts';

/** What a note is about. A run by its id, the beginning of one or its name; an experiment by its name. */
export const noteSubject = z.object({
  type: z.enum(['run', 'experiment']),
  id: z.string().min(1).max(500),
});
export type NoteSubject = z.infer<typeof noteSubject>;

/** Characters, as UTF-16 counts them. */
export const longestNote = 100_000;

/** Markdown. */
export const noteText = z.string().max(longestNote);

export const note = z.object({
  text: noteText,
  /** What somebody was writing and did not save yet; null when there is nothing of the kind. */
  draft: z.object({ text: noteText, savedAtMs: z.number(), isOutdated: z.boolean() }).nullable(),
  /** Why it cannot be changed here; null when it can. */
  locked: z.string().nullable(),
});
export type Note = z.infer<typeof note>;

/** A run that a note refers to, as it is now. */
export const liveReference = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('found'),
    id: z.string(),
    name: z.string(),
    experiment: z.string(),
    status: runStatus,
    startedAtMs: z.number(),
    isDeleted: z.boolean(),
    /** The result that says most, as a column of the table of runs; null of a run without one. */
    main: z.object({ column: z.string(), value: columnValue }).nullable(),
    /** Of the column that was asked for; null when the run has nothing there. */
    shown: columnValue.nullable(),
  }),
  z.object({ state: z.literal('unknown') }),
  /** What was asked for is no column. */
  z.object({ state: z.literal('no-column'), message: z.string() }),
]);
export type LiveReference = z.infer<typeof liveReference>;
