import type { Reader } from '../ports/store-handles.ts';

export interface ValuesOfKey {
  readonly name: string;
  /** Every value that occurs, once. */
  readonly values: readonly string[];
  /** Runs that have one. */
  readonly present: number;
}

/** Parameters or tags of these runs with their values, by name. */
export const valuesByKey = (
  reader: Reader,
  kind: 'parameter' | 'tag',
  runIds: readonly string[],
): ValuesOfKey[] =>
  reader
    .all<{ name: string; valuesJson: string; present: number }>(
      `SELECT name, json_group_array(value) AS valuesJson, sum(runs) AS present FROM (
         SELECT keys.name AS name, kept.value AS value, count(*) AS runs
         FROM json_each(?) AS wanted JOIN runs ON runs.id = wanted.value
         JOIN ${kind === 'parameter' ? 'run_parameters' : 'run_tags'} AS kept ON kept.run_number = runs.number
         JOIN keys ON keys.number = kept.key_number GROUP BY kept.key_number, kept.value)
       GROUP BY name ORDER BY name`,
      [JSON.stringify(runIds)],
    )
    .map(({ name, valuesJson, present }) => ({ name, values: JSON.parse(valuesJson) as string[], present }));
