import type { CommandOutput } from '../../../shared/contract/index.ts';
import { cellNumber } from '../../../shared/model/comparison/cell-number.ts';
import type { MetricGoal } from '../../../shared/model/metric-goal.ts';
import type { Reader } from '../../ports/store-handles.ts';
import { type ValuesOfKey, valuesByKey } from '../../store/chart-columns.ts';
import { metricLengths } from '../../store/metric-columns.ts';
import type { RunTable } from './run-table.ts';

type ChartColumn = CommandOutput<'runs.chartColumns'>['columns'][number];

const isNumeric = (values: readonly (string | number)[]) =>
  values.length > 0 && values.every((value) => !Number.isNaN(cellNumber(value)) || /^nan$/i.test(`${value}`));

/** What there is of these runs: metrics first, then parameters, facts and tags. MLflow's own tags are facts. */
export const chartColumns = (
  reader: Reader,
  table: RunTable,
  goalOf: (metric: string) => MetricGoal | null,
): ChartColumn[] => {
  const metrics = metricLengths(reader, table.ids).map(
    ({ key, runs, varies }): ChartColumn => ({
      ...{ key: `metrics.${key}`, label: key, of: 'metric', kind: 'number' },
      ...{ present: runs, distinct: varies === 1 ? runs : 1, goal: goalOf(key) },
    }),
  );
  const named = (of: 'parameter' | 'tag', { name, values, present }: ValuesOfKey): ChartColumn => ({
    ...{ key: `${of === 'parameter' ? 'params' : 'tags'}.${name}`, label: name, of },
    ...{ kind: isNumeric(values) ? 'number' : 'text', present, distinct: values.length, goal: null },
  });
  return [
    ...metrics,
    ...valuesByKey(reader, 'parameter', table.ids).map((each) => named('parameter', each)),
    ...factsOf(table),
    ...valuesByKey(reader, 'tag', table.ids)
      .filter(({ name }) => !name.startsWith('mlflow.'))
      .map((each) => named('tag', each)),
  ];
};

const facts = [
  { key: 'duration', label: 'duration, seconds', kind: 'number', goal: 'minimize' },
  { key: 'started', label: 'start', kind: 'number', goal: null },
  { key: 'dataset', label: 'dataset', kind: 'text', goal: null },
  { key: 'experiment', label: 'experiment', kind: 'text', goal: null },
  { key: 'status', label: 'status', kind: 'text', goal: null },
] as const;

const factsOf = (table: RunTable): ChartColumn[] =>
  facts.map((fact) => {
    const values = table.cells(fact.key).filter((value) => value !== null);
    return { ...fact, of: 'fact', present: values.length, distinct: new Set(values).size };
  });
