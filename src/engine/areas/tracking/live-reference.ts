import { EngineError } from '../../../shared/errors.ts';
import type { MetricGoal } from '../../../shared/model/metric-goal.ts';
import { metricsByImportance, resultMetrics } from '../../../shared/model/metric-order.ts';
import type { LiveReference } from '../../../shared/model/notes/note.ts';
import { type RunColumn, readRunColumn } from '../../../shared/model/run-column.ts';
import { isSystemMetric } from '../../../shared/model/system-metrics.ts';
import { printKey } from '../../../shared/query/print.ts';
import { resolveKey } from '../../../shared/query/resolve.ts';
import type { Reader } from '../../ports/store-handles.ts';
import { columnOfRuns } from '../../store/run-column-values.ts';
import { metricKeysOf } from '../../store/run-metrics.ts';
import { findRun } from '../../store/runs.ts';

/** The run that a note refers to, and the figure it shows of it, as they are now. */
export const liveReferenceTo = (
  reader: Reader,
  { run: reference, show }: { run: string; show?: string | undefined },
  goalOf: (metric: string) => MetricGoal | null,
): LiveReference => {
  const run = findRun(reader, reference);
  if (run === undefined) return { state: 'unknown' };
  const cellOf = (column: string) =>
    columnOfRuns(reader, resolveKey(readRunColumn(column), goalOf) as RunColumn, [run.number]).get(
      run.number,
    ) ?? null;
  try {
    const shown = show === undefined ? null : cellOf(show);
    const main = mainColumn(metricKeysOf(reader, run.id));
    const value = main === null ? null : cellOf(main);
    return {
      state: 'found',
      id: run.id,
      name: run.name,
      experiment: run.experiment,
      status: run.status,
      startedAtMs: run.started_at_ms,
      isDeleted: run.lifecycle_stage === 'deleted',
      main: main === null || value === null ? null : { column: main, value },
      shown,
    };
  } catch (thrown) {
    if (thrown instanceof EngineError && thrown.code === 'invalid-input')
      return { state: 'no-column', message: thrown.message };
    throw thrown;
  }
};

/** The result that says most; of a run without results, what it learned by. */
const mainColumn = (names: readonly string[]): string | null => {
  const [name] = [
    ...resultMetrics(names),
    ...metricsByImportance(names).filter((each) => !isSystemMetric(each)),
  ];
  return name === undefined ? null : printKey({ entity: 'metric', name });
};
