import type { ExportOutcome, SkippedItem, SkippedSubject } from '../../ports/foreign-runs.ts';

/** What an export has written so far. */
export interface ExportTally {
  count(what: 'experiments' | 'runs' | 'artifacts' | 'traces'): void;
  skip(subject: SkippedSubject, where: string, reason: string, runId?: string | null, count?: number): void;
  outcome(): ExportOutcome;
}

export const createExportTally = (): ExportTally => {
  const counts = { experiments: 0, runs: 0, artifacts: 0, traces: 0 };
  const skipped: SkippedItem[] = [];
  return {
    count: (what) => {
      counts[what] += 1;
    },
    skip: (subject, where, reason, runId = null, count = 1) => {
      skipped.push({ kind: 'skipped', subject, reason, count, file: where, line: null, runId });
    },
    outcome: () => ({ ...counts, skipped }),
  };
};
