import { z } from 'zod';

/** One thing that a run depended on, and whether the new folder has it as it was. */
export const recreatedPart = z.object({
  what: z.enum(['code', 'changes', 'data', 'packages', 'command']),
  isMatched: z.boolean(),
  /** A sentence: what is there, or what is missing and what to do. */
  text: z.string(),
});
export type RecreatedPart = z.infer<typeof recreatedPart>;

export const runRecreation = z.object({
  runId: z.string(),
  /** The new folder. */
  folder: z.string(),
  /** Where in it the project's files are; the folder itself, unless the project lies below its repository's root. */
  projectFolder: z.string(),
  /** For a POSIX shell in `projectFolder`; null where nothing tells how the run was started. */
  command: z.string().nullable(),
  parts: z.array(recreatedPart),
});
export type RunRecreation = z.infer<typeof runRecreation>;
