import { z } from 'zod';

/** How far a long piece of work has come. */
export const progress = z.object({
  /** What is being done, for a person: "Reading telco.csv". */
  phase: z.string(),
  /** Units done of `total`; absent when the end is not known. */
  completed: z.number().optional(),
  total: z.number().optional(),
  /** Estimated time left. */
  remainingMs: z.number().optional(),
  /** A number worth showing live, such as the validation metric of the current round. */
  figure: z.object({ name: z.string(), value: z.number() }).optional(),
});
export type Progress = z.infer<typeof progress>;

/** What is done of what there is, from 0 to 1; null while nobody knows how much there is. */
export const shareDone = (progress: Progress | null | undefined): number | null => {
  const { completed, total } = progress ?? {};
  return completed !== undefined && total ? completed / total : null;
};
