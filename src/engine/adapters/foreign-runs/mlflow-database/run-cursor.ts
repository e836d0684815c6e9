import type { SkippedItem, SkippedSubject } from '../../../ports/foreign-runs.ts';
import { isRunId } from '../mlflow/identifiers.ts';
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

interface CursorOptions {
  readonly file: string;
  readonly subject: SkippedSubject;
  /** How many things a row tells of; default: one. */
  readonly countOf?: (row: Row) => number;
}

export const createRunCursor = (
  rows: Iterable<Row>,
  { file, subject, countOf = () => 1 }: CursorOptions,
): RunCursor => {
  const iterator = rows[Symbol.iterator]();
  const leftOver: SkippedItem[] = [];
  const passed = { orphans: 0, strays: 0 };
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

  function pass(row: Row): void {
    const isOfMlflow = isRunId(textOf(row, 'run_uuid') ?? '');
    passed[isOfMlflow ? 'orphans' : 'strays'] += countOf(row);
    current = advance();
  }

  /** Ids of MLflow are ASCII, against which other texts compare in the database as they do here. */
  function skipUntil(runId: string): void {
    while (current !== undefined && (textOf(current, 'run_uuid') ?? '') < runId) pass(current);
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
      while (current !== undefined) pass(current);
      for (const [count, reason] of [
        [passed.orphans, 'They belong to no run that was read.'],
        [passed.strays, 'The ids of their runs are none of MLflow’s.'],
      ] as const)
        if (count > 0) leftOver.push(skipped(subject, file, reason, { count }));
      return leftOver;
    },
  };
};

export const emptyCursor: RunCursor = { *take() {}, finish: () => [] };
