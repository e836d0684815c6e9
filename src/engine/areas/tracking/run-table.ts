import { EngineError } from '../../../shared/errors.ts';
import { cellNumber } from '../../../shared/model/comparison/cell-number.ts';
import { aggregateOf, type MetricAggregate } from '../../../shared/model/comparison/metric-aggregate.ts';
import { type RunFact, runFacts, splitColumn } from '../../../shared/model/comparison/run-column.ts';
import type { MetricGoal } from '../../../shared/model/metric-goal.ts';
import type { RunColumn } from '../../../shared/model/run-column.ts';
import type { Reader } from '../../ports/store-handles.ts';
import { metricEndsOf } from '../../store/metric-ends.ts';
import { columnOfRuns } from '../../store/run-column-values.ts';
import { numbersOfIds } from '../../store/run-number.ts';

/** What a chart knows a run by. */
export interface ChartedRun {
  readonly id: string;
  readonly name: string;
}

type Cells = (string | number | null)[];

const factColumns: Readonly<Record<RunFact, RunColumn['name']>> = {
  ...{ dataset: 'dataset', experiment: 'experiment', status: 'status', name: 'name' },
  ...{ duration: 'duration', started: 'start_time' },
};

/**
 * Columns of given runs, by their keys, read one by one: ten thousand runs with everything they have would not fit into a moment. All ids
 * have to exist. Error `invalid-input` for a key that names no column.
 */
export const createRunTable = ({
  reader,
  ids,
  aggregate,
  goalOf,
}: {
  reader: Reader;
  ids: readonly string[];
  aggregate: MetricAggregate;
  goalOf: (metric: string) => MetricGoal | null;
}) => {
  const runNumbers = numbersOfIds(reader, ids);

  /** One value a run; null where it has no finite one. */
  const metric = (name: string): (number | null)[] => {
    const ends = metricEndsOf(reader, ids, [name]);
    return ids.map((id) => aggregateOf(ends.get(id)?.[name], aggregate, goalOf(name)));
  };

  const read = (column: RunColumn): Cells => {
    const values = columnOfRuns(reader, column, runNumbers);
    return runNumbers.map((number) => values.get(number) ?? null);
  };

  /** As recorded: texts of parameters and tags, numbers of metrics, seconds of durations. */
  const cells = (key: string): Cells => {
    const column = splitColumn(key);
    if (column?.kind === 'metrics') return metric(column.name);
    if (column !== null)
      return read({ entity: column.kind === 'params' ? 'parameter' : 'tag', name: column.name });
    const fact = runFacts.find((each) => each === key);
    if (fact === undefined) throw noColumn(key);
    const values = read({ entity: 'attribute', name: factColumns[fact] } as RunColumn);
    return fact === 'duration'
      ? values.map((value) => (typeof value === 'number' ? value / 1000 : null))
      : values;
  };

  const text = (key: string): (string | null)[] => {
    if (splitColumn(key)?.kind === 'metrics') throw noColumn(key);
    return cells(key).map((value) => (value === null ? null : String(value)));
  };

  /** NaN becomes null. */
  const numbers = (key: string): (number | null)[] =>
    cells(key).map((value) => {
      const number = cellNumber(value);
      return Number.isFinite(number) ? number : null;
    });

  const runs = (): ChartedRun[] => {
    const names = read({ entity: 'attribute', name: 'name' });
    return ids.map((id, place) => ({ id, name: String(names[place] ?? id) }));
  };

  return { ids, runs, metric, cells, text, numbers };
};

export type RunTable = ReturnType<typeof createRunTable>;

const noColumn = (key: string): EngineError =>
  new EngineError(
    'invalid-input',
    `“${key}” is no column here. Name a parameter as params.NAME, a tag as tags.NAME, a metric as metrics.NAME, or one of: ${runFacts.join(', ')}.`,
    { details: { key } },
  );
