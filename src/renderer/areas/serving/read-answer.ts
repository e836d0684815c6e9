import { z } from 'zod';

const good = z.object({
  prediction: z.union([z.string(), z.number()]),
  probabilities: z.record(z.string(), z.number()).optional(),
});
const refused = z.object({ error: z.union([z.string(), z.object({ message: z.string() })]) });

export interface ReadAnswer {
  prediction: string | number | null;
  /** In the signature's order; empty for regression. */
  probabilities: { label: string; share: number }[];
  /** Why it refused. */
  message: string | null;
}

/** Reads what an endpoint answered to one record; anything else is left to the raw JSON. */
export function readAnswer(body: unknown, classes: readonly string[]): ReadAnswer {
  const answer = good.safeParse(body);
  if (answer.success) {
    const { prediction, probabilities = {} } = answer.data;
    const labels = classes.filter((label) => Object.hasOwn(probabilities, label));
    return {
      prediction,
      probabilities: labels.map((label) => ({ label, share: probabilities[label] ?? 0 })),
      message: null,
    };
  }
  const refusal = refused.safeParse(body);
  const error = refusal.success ? refusal.data.error : null;
  return {
    prediction: null,
    probabilities: [],
    message: typeof error === 'string' ? error : (error?.message ?? null),
  };
}
