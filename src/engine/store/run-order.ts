import type { Reader, SqlValue } from '../ports/store-handles.ts';
import { findKeyNumber } from './keys.ts';
import type { SqlCondition } from './query-condition.ts';

/** One thing that runs are ordered by. Runs without the value come last, whichever way it goes. */
export type OrderTerm = { readonly descending: boolean } & (
  | { readonly by: 'column'; readonly sql: string }
  | { readonly by: 'metric' | 'parameter' | 'tag'; readonly key: string; readonly asText?: boolean }
);

export interface RunPageRequest {
  readonly where: SqlCondition;
  readonly order: readonly OrderTerm[];
  readonly offset: number;
  readonly limit: number;
}

/** Of equal runs the one that started last comes first. */
const tail = 'runs.started_at_ms DESC, runs.id';

/** Numbers of the runs of one page, in order. */
export const pageOfRuns = (reader: Reader, request: RunPageRequest): number[] => {
  const [first, ...others] = request.order;
  if (first?.by === 'metric' && others.length === 0) return pageByMetric(reader, request, first);
  const terms = request.order.map((term) => sqlOf(reader, term));
  const order = [...terms.map(({ sql }) => sql), tail].join(', ');
  return numbers(reader, request, {
    sql: `SELECT runs.number FROM runs WHERE ${request.where.sql} ORDER BY ${order}`,
    parameters: [...request.where.parameters, ...terms.flatMap(({ parameters }) => parameters)],
  });
};

const numbers = (
  reader: Reader,
  { offset, limit }: { offset: number; limit: number },
  { sql, parameters }: SqlCondition,
): number[] =>
  reader
    .all<{ number: number }>(`${sql} LIMIT ? OFFSET ?`, [...parameters, limit, offset])
    .map(({ number }) => number);

/**
 * Follows the index over a metric's values and stops when the page is full: first the runs with a number, in its order, then those
 * with NaN, then those without the metric.
 */
const pageByMetric = (
  reader: Reader,
  { where, offset, limit }: RunPageRequest,
  { key, descending }: { key: string; descending: boolean },
): number[] => {
  const keyNumber = findKeyNumber(reader, key) ?? -1;
  const measured = (isNotANumber: 0 | 1): SqlCondition => ({
    sql: `FROM run_metric_summaries AS kept CROSS JOIN runs ON runs.number = kept.run_number
      WHERE kept.key_number = ? AND kept.is_nan = ${isNotANumber} AND ${where.sql}`,
    parameters: [keyNumber, ...where.parameters],
  });
  const segments: { from: SqlCondition; order: string }[] = [
    { from: measured(0), order: `kept.value ${descending ? 'DESC' : 'ASC'}, ${tail}` },
    { from: measured(1), order: tail },
    {
      from: {
        sql: `FROM runs WHERE NOT EXISTS (SELECT 1 FROM run_metric_summaries AS kept
          WHERE kept.run_number = runs.number AND kept.key_number = ?) AND ${where.sql}`,
        parameters: [keyNumber, ...where.parameters],
      },
      order: tail,
    },
  ];
  const page: number[] = [];
  let skip = offset;
  for (const { from, order } of segments) {
    if (page.length === limit) break;
    const found = numbers(
      reader,
      { offset: skip, limit: limit - page.length },
      { sql: `SELECT runs.number ${from.sql} ORDER BY ${order}`, parameters: from.parameters },
    );
    page.push(...found);
    if (found.length > 0) skip = 0;
    else if (skip > 0) skip -= Math.min(skip, count(reader, from));
  }
  return page;
};

const count = (reader: Reader, { sql, parameters }: SqlCondition): number =>
  reader.get<{ count: number }>(`SELECT count(*) AS count ${sql}`, parameters)?.count ?? 0;

const sqlOf = (reader: Reader, term: OrderTerm): SqlCondition => {
  const direction = `${term.descending ? 'DESC' : 'ASC'} NULLS LAST`;
  if (term.by === 'column') return { sql: `${term.sql} ${direction}`, parameters: [] };
  const keyNumber: SqlValue = findKeyNumber(reader, term.key) ?? -1;
  const kept = (table: string, column: string): string =>
    `(SELECT ${column} FROM ${table} AS kept WHERE kept.run_number = runs.number AND kept.key_number = ?)`;
  if (term.by === 'metric') {
    const value = kept('run_metric_summaries', 'CASE WHEN is_nan THEN NULL ELSE value END');
    const isNotANumber = kept('run_metric_summaries', 'is_nan');
    return {
      sql: `${value} ${direction}, ${isNotANumber} DESC NULLS LAST`,
      parameters: [keyNumber, keyNumber],
    };
  }
  const value = kept(term.by === 'parameter' ? 'run_parameters' : 'run_tags', 'value');
  if (term.asText === true) return { sql: `${value} ${direction}`, parameters: [keyNumber] };
  // Numbers in order of size, then texts, then runs without the value.
  return {
    sql: `number_of(${value}) ${direction}, ${value} ${direction}`,
    parameters: [keyNumber, keyNumber],
  };
};
