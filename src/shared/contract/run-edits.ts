import { z } from 'zod';
import { defineArea } from './command.ts';

/** Ids, beginnings of ids or unique names. */
const runIds = z.array(z.string().min(1).max(256)).min(1).max(1_000_000);

const change = z.object({
  runs: runIds,
  name: z.string().min(1).max(250).optional(),
  note: z.string().max(100_000).optional(),
  /** null removes a tag. */
  tags: z.record(z.string().min(1).max(250), z.string().max(8000).nullable()).optional(),
});
/** What puts everything back as it was before. */
const undoable = z.object({ undo: z.array(change) });

const freedPart = z.object({ name: z.string(), files: z.number(), sizeBytes: z.number() });

const trash = z.object({
  /** Runs in the trash that can be removed. */
  runs: z.number(),
  /** Exactly the bytes of stored files that these runs alone hold; files that others hold too stay. */
  freeableBytes: z.number(),
  files: z.number(),
  /** What makes up these bytes, the largest first; a file that several of the runs hold is counted once. Runs: at most 20. */
  parts: z.object({
    experiments: z.array(freedPart),
    runs: z.array(freedPart),
    types: z.array(freedPart),
  }),
  kept: z.array(z.object({ id: z.string(), name: z.string(), models: z.array(z.string()) })),
});

export const runEditsContract = defineArea({
  'runs.update': {
    summary: 'Rename a run, change notes or tags of runs (null removes a tag)',
    scope: 'project',
    changes: true,
    long: false,
    input: change,
    output: undoable,
  },
  'runs.undo': {
    summary: 'Put names, notes and tags back as they were before a change',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ undo: z.array(change) }),
    output: undoable,
  },
  'runs.delete': {
    summary: 'Move runs to the trash',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ runs: runIds }),
    output: z.object({ deleted: z.number() }),
  },
  'runs.restore': {
    summary: 'Take runs out of the trash',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ runs: runIds }),
    output: z.object({ restored: z.number() }),
  },
  'runs.trash': {
    summary: 'What is in the trash, and how much space it holds that nothing else needs',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ runs: runIds.optional() }),
    output: trash,
  },
  'runs.purge': {
    summary: 'Remove runs in the trash for good, and the stored files that only they hold',
    scope: 'project',
    changes: true,
    long: true,
    input: z.object({ runs: runIds.optional() }),
    output: z.object({
      purged: z.number(),
      freedBytes: z.number(),
      /** Runs that stay, because registered models were made of them. */
      kept: trash.shape.kept,
    }),
  },
});
