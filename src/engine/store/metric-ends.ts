import type { MetricEnds } from '../../shared/model/comparison/metric-aggregate.ts';
import type { Reader } from '../ports/store-handles.ts';
import { numberOf } from './metric-columns.ts';

type EndsByRun = ReadonlyMap<string, Readonly<Record<string, MetricEnds>>>;

/** Last, least and greatest value of each metric, by run: of all metrics, or of some. */
export const metricEndsOf = (
  reader: Reader,
  runIds: readonly string[],
  metrics: readonly string[] | null,
): EndsByRun => {
  const rows = reader.all<{ id: string; endsJson: string }>(
    `SELECT runs.id, json_group_object(keys.name, json_array(run_metric_summaries.value, is_nan, min_value, max_value)) AS endsJson
     FROM json_each(:runs) AS wanted JOIN runs ON runs.id = wanted.value
     JOIN run_metric_summaries ON run_number = runs.number JOIN keys ON keys.number = key_number
     ${metrics === null ? '' : 'WHERE keys.name IN (SELECT value FROM json_each(:metrics))'} GROUP BY runs.number`,
    { runs: JSON.stringify(runIds), ...(metrics !== null && { metrics: JSON.stringify(metrics) }) },
  );
  return new Map(
    rows.map(({ id, endsJson }) => {
      const ends = JSON.parse(endsJson) as Record<string, [number, number, number | null, number | null]>;
      return [id, Object.fromEntries(Object.entries(ends).map(([name, each]) => [name, endsFrom(each)]))];
    }),
  );
};

const endsFrom = ([value, isNan, min, max]: [number, number, number | null, number | null]): MetricEnds => ({
  last: finite(value, isNan),
  min: finite(min, 0),
  max: finite(max, 0),
});

const finite = (value: number | null, isNan: number): number | null => {
  if (value === null) return null;
  const number = numberOf({ value, is_nan: isNan });
  return Number.isFinite(number) ? number : null;
};
