import type { SkippedItem, SkippedSubject } from '../../ports/foreign-runs.ts';
import { skipped } from './skipped.ts';

/** Counts what is skipped for the same reason, so that a million histograms are one line of a report. */
export interface SkipCounter {
  add(subject: SkippedSubject, reason: string, count?: number): void;
  finish(file: string, runId: string | null): SkippedItem[];
}

export const createSkipCounter = (): SkipCounter => {
  const counts = new Map<string, { subject: SkippedSubject; reason: string; count: number }>();
  return {
    add(subject, reason, count = 1) {
      const key = `${subject} ${reason}`;
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { subject, reason, count });
      else known.count += count;
    },
    finish: (file, runId) =>
      [...counts.values()].map(({ subject, reason, count }) => ({
        ...skipped(subject, file, reason, { count }),
        runId,
      })),
  };
};
