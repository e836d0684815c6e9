import type { SkippedItem, SkippedSubject } from '../../../ports/foreign-runs.ts';
import { skipped } from '../skipped.ts';
import { type Row, textOf } from './tables.ts';

/**
 * The rows of one table, taken run by run. All tables are read in the order of the run's id at once: one pass each, where a question for
 * each run would be a pass for each run in the revisions that have no index by run.
 */
export interface RunCursor {
  /** The rows of this run. Runs must be asked for in ascending order. */
  take(runId: string): Generator<Row>;
  /** What was left over: rows of runs that do not exist, and why the table ended early. */
  finish(): SkippedItem[];
}

export const createRunCursor = (
  rows: Iterable<Row>,
  { file, subject }: { file: string; subject: SkippedSubject },
): RunCursor => {
  const iterator = rows[Symbol.iterator]();
  const leftOver: SkippedItem[] = [];
  let orphans = 0;
  let current = advance();

  function advance(): Row | undefined {
    try {
      const next = iterator.next();
      return next.done === true ? undefined : next.value;
    } catch (thrown) {
      leftOver.push(skipped(subject, file, `The database is damaged, and rows are missing (${thrown}).`));
      return undefined;
    }
  }

  function skipUntil(runId: string): void {
    while (current !== undefined && (textOf(current, 'run_uuid') ?? '') < runId) {
      orphans += 1;
      current = advance();
    }
  }

  return {
    *take(runId) {
      skipUntil(runId);
      while (current !== undefined && textOf(current, 'run_uuid') === runId) {
        yield current;
        current = advance();
      }
    },
    finish() {
      while (current !== undefined) {
        orphans += 1;
        current = advance();
      }
      if (orphans > 0)
        leftOver.push(skipped(subject, file, 'They belong to no run that was read.', { count: orphans }));
      return leftOver;
    },
  };
};

export const emptyCursor: RunCursor = { *take() {}, finish: () => [] };
