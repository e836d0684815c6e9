import type { MetricEnds, NotFinite } from '../../shared/model/comparison/metric-aggregate.ts';
import type { Reader } from '../ports/store-handles.ts';
import { numberOf } from './metric-columns.ts';

export type EndsByRun = ReadonlyMap<string, Readonly<Record<string, MetricEnds>>>;

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

const endsFrom = ([value, isNan, min, max]: [number, number, number | null, number | null]): MetricEnds => {
  // A history without a least value has nothing but NaN.
  const ends = {
    last: numberOf({ value, is_nan: isNan }),
    min: numberOf({ value: min ?? 0, is_nan: min === null ? 1 : 0 }),
    max: numberOf({ value: max ?? 0, is_nan: max === null ? 1 : 0 }),
  };
  return {
    last: finite(ends.last),
    min: finite(ends.min),
    max: finite(ends.max),
    notFinite: { last: notFinite(ends.last), min: notFinite(ends.min), max: notFinite(ends.max) },
  };
};

const finite = (number: number): number | null => (Number.isFinite(number) ? number : null);
const notFinite = (number: number): NotFinite | null =>
  Number.isFinite(number) ? null : (String(number) as NotFinite);
