import { EngineError } from '../../../shared/errors.ts';
import { cellNumber } from '../../../shared/model/comparison/cell-number.ts';
import { aggregateOf, type MetricAggregate } from '../../../shared/model/comparison/metric-aggregate.ts';
import { runColumnValue, runFacts, splitColumn } from '../../../shared/model/comparison/run-column.ts';
import type { MetricGoal } from '../../../shared/model/metric-goal.ts';
import type { RunRow } from '../../../shared/model/run.ts';
import type { Reader } from '../../ports/store-handles.ts';
import { metricEndsOf } from '../../store/metric-ends.ts';

/** Columns of given runs, by their keys. Error `invalid-input` for a key that names no column. */
export const createRunTable = ({
  reader,
  rows,
  aggregate,
  goalOf,
}: {
  reader: Reader;
  rows: readonly RunRow[];
  aggregate: MetricAggregate;
  goalOf: (metric: string) => MetricGoal | null;
}) => {
  /** One value a run; null where it has no finite one. */
  const metric = (name: string): (number | null)[] => {
    const ends = metricEndsOf(
      reader,
      rows.map(({ id }) => id),
      [name],
    );
    return rows.map(({ id }) => aggregateOf(ends.get(id)?.[name], aggregate, goalOf(name)));
  };

  const text = (key: string): (string | null)[] =>
    rows.map((row) => {
      const value = runColumnValue(row, key);
      if (value === undefined || splitColumn(key)?.kind === 'metrics') throw noColumn(key);
      return value === null ? null : String(value);
    });

  /** NaN becomes null. */
  const numbers = (key: string): (number | null)[] => {
    const column = splitColumn(key);
    if (column?.kind === 'metrics') return metric(column.name);
    return rows.map((row) => {
      const value = runColumnValue(row, key);
      if (value === undefined) throw noColumn(key);
      const number = cellNumber(value);
      return Number.isFinite(number) ? number : null;
    });
  };

  return { metric, text, numbers };
};

export type RunTable = ReturnType<typeof createRunTable>;

const noColumn = (key: string): EngineError =>
  new EngineError(
    'invalid-input',
    `“${key}” is no column here. Name a parameter as params.NAME, a tag as tags.NAME, a metric as metrics.NAME, or one of: ${runFacts.join(', ')}.`,
    { details: { key } },
  );
