import type { KeyUse } from '../../shared/model/metric-order.ts';
import type { RunColumn } from '../../shared/model/run-column.ts';
import { numberOf } from '../../shared/query/literals.ts';
import type { Reader, SqlValue } from '../ports/store-handles.ts';
import { findKeyNumber } from './keys.ts';
import { factSqlOf } from './run-column-values.ts';
import { attributeSql } from './run-query.ts';

/** Names of parameters, metrics and tags that runs have, and what they hold. */

export type KeyKind = 'parameter' | 'metric' | 'tag';

export interface KeyInUse {
  readonly number: number;
  readonly name: string;
}

const tables = { parameter: 'run_parameters', metric: 'run_metric_summaries', tag: 'run_tags' } as const;
const stage = (deleted: boolean): string => (deleted ? 'deleted' : 'active');

export interface KeyScope {
  readonly experiment?: string | undefined;
  readonly deleted: boolean;
}

/** Keys of one experiment by way of its runs, of all by way of the keys. */
export const keysInUse = (reader: Reader, kind: KeyKind, { experiment, deleted }: KeyScope): KeyInUse[] => {
  const table = tables[kind];
  return experiment === undefined
    ? reader.all<KeyInUse>(
        `SELECT number, name FROM keys WHERE EXISTS (SELECT 1 FROM ${table} JOIN runs ON runs.number = run_number
           WHERE key_number = keys.number AND lifecycle_stage = ?) ORDER BY name`,
        [stage(deleted)],
      )
    : reader.all<KeyInUse>(
        `SELECT number, name FROM keys WHERE number IN (SELECT key_number FROM runs JOIN ${table} ON run_number = runs.number
           WHERE lifecycle_stage = ? AND experiment_id = (SELECT id FROM experiments WHERE name = ?)) ORDER BY name`,
        [stage(deleted), experiment],
      );
};

/** How many runs have each key. Of an experiment in one go; of everything key by key, so that the caller can pause between them. */
export function* keyCounts(
  reader: Reader,
  kind: KeyKind,
  { keys, experiment, deleted }: KeyScope & { keys: readonly KeyInUse[] },
): Generator<readonly [key: number, runs: number]> {
  const table = tables[kind];
  if (experiment !== undefined) {
    yield* reader.tuples<[number, number]>(
      `SELECT key_number, count(*) FROM runs JOIN ${table} ON run_number = runs.number
       WHERE lifecycle_stage = ? AND experiment_id = (SELECT id FROM experiments WHERE name = ?) GROUP BY key_number`,
      [stage(deleted), experiment],
    );
    return;
  }
  const inTrash = new Map(
    reader.tuples<[number, number]>(
      `SELECT key_number, count(*) FROM runs JOIN ${table} ON run_number = runs.number
       WHERE lifecycle_stage = 'deleted' GROUP BY key_number`,
    ),
  );
  for (const { number } of keys) {
    const ofTrash = inTrash.get(number) ?? 0;
    const [all = 0] = deleted
      ? [ofTrash]
      : reader.values<number>(`SELECT count(*) FROM ${table} WHERE key_number = ?`, [number]);
    yield [number, deleted ? ofTrash : all - ofTrash];
  }
}

/** So many runs show which keys tell runs apart; all of them could be millions of values. */
const newestRuns = 200;

/** How the newest runs use each key, by its name. NaN is no value. */
export const newestUses = (
  reader: Reader,
  kind: 'parameter' | 'metric',
  { experiment, deleted }: KeyScope,
): ReadonlyMap<string, KeyUse> => {
  const ofExperiment =
    experiment === undefined ? '' : 'AND experiment_id = (SELECT id FROM experiments WHERE name = ?)';
  const value = kind === 'metric' ? 'CASE WHEN NOT is_nan THEN value END' : 'value';
  return new Map(
    reader
      .all<KeyUse & { name: string }>(
        `SELECT (SELECT name FROM keys WHERE number = key_number) AS name, count(*) AS runs, count(DISTINCT ${value}) AS "values"
         FROM (SELECT number FROM runs WHERE lifecycle_stage = ? ${ofExperiment} ORDER BY started_at_ms DESC, id LIMIT ${newestRuns}) AS newest
         CROSS JOIN ${tables[kind]} ON run_number = newest.number GROUP BY key_number`,
        [stage(deleted), ...(experiment === undefined ? [] : [experiment])],
      )
      .map(({ name, ...use }) => [name, use]),
  );
};

const sampledValues = 200;

/** Whether a parameter's values are numbers, from the first that come. */
export const kindOfParameter = (reader: Reader, key: number): 'number' | 'text' | 'mixed' => {
  const values = reader.values<string>(
    `SELECT value FROM run_parameters WHERE key_number = ? LIMIT ${sampledValues}`,
    [key],
  );
  const numbers = values.filter((value) => numberOf(value) !== null).length;
  return numbers === values.length ? 'number' : numbers === 0 ? 'text' : 'mixed';
};

export interface UsedValue {
  readonly value: string;
  readonly runs: number;
}

/** Values of a parameter, a tag or a fact that runs have, the most frequent first. */
export const usedValues = (
  reader: Reader,
  column: RunColumn,
  { experiment, deleted, contains, limit }: KeyScope & { contains: string; limit: number },
): { values: UsedValue[]; total: number } => {
  const { from, value, parameters } = valuesOf(reader, column);
  const ofExperiment =
    experiment === undefined
      ? ''
      : 'AND runs.experiment_id = (SELECT id FROM experiments WHERE name = :experiment)';
  const rows = reader.all<UsedValue & { total: number }>(
    `SELECT CAST(${value} AS TEXT) AS value, count(*) AS runs, count(*) OVER () AS total FROM ${from}
     WHERE runs.lifecycle_stage = :stage ${ofExperiment} AND ${value} IS NOT NULL AND instr(lower(${value}), lower(:contains)) > 0
     GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :limit`,
    {
      ...parameters,
      ...(experiment !== undefined && { experiment }),
      ...{ stage: stage(deleted), contains, limit },
    },
  );
  return { values: rows.map(({ value: text, runs }) => ({ value: text, runs })), total: rows[0]?.total ?? 0 };
};

const valuesOf = (
  reader: Reader,
  column: RunColumn,
): { from: string; value: string; parameters: Readonly<Record<string, SqlValue>> } =>
  column.entity === 'attribute'
    ? {
        from: 'runs',
        // As a filter takes it: in seconds.
        value: column.name === 'duration' ? attributeSql('duration') : factSqlOf(column.name),
        parameters: {},
      }
    : {
        from: `${tables[column.entity]} AS held JOIN runs ON runs.number = held.run_number AND held.key_number = :key`,
        value: 'held.value',
        parameters: { key: findKeyNumber(reader, column.name) ?? -1 },
      };
