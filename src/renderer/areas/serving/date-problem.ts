import { daysSince1970 } from '../../../shared/model/encode-rows.ts';

/** What is wrong with a date that was typed; undefined when the model can read it. */
export const dateProblem = (text: string): string | undefined =>
  Number.isNaN(daysSince1970(text)) ? 'Write a date as 2026-05-31 or 2026-05-31T12:00Z.' : undefined;
