import type { SkippedItem, SkippedSubject } from '../../ports/foreign-runs.ts';
import { UnreadableFile } from './guarded-files.ts';

export const skipped = (
  subject: SkippedSubject,
  file: string,
  reason: string,
  more: { line?: number; count?: number; runId?: string } = {},
): SkippedItem => ({
  kind: 'skipped',
  subject,
  reason,
  count: more.count ?? 1,
  file,
  line: more.line ?? null,
  runId: more.runId ?? null,
});

/** The value of `read`, or why it could not be read; defects of ours are still thrown. */
export const attempt = <Value>(
  read: () => Value,
): { ok: true; value: Value } | { ok: false; reason: string } => {
  try {
    return { ok: true, value: read() };
  } catch (thrown) {
    if (thrown instanceof UnreadableFile) return { ok: false, reason: thrown.message };
    throw thrown;
  }
};
