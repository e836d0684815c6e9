import { EngineError } from '../../shared/errors.ts';
import type { Reader } from '../ports/store-handles.ts';

/** The number that tables of values know a run by. Error `not-found`. */
export const runNumberOf = (reader: Reader, runId: string): number => {
  const run = reader.get<{ number: number }>('SELECT number FROM runs WHERE id = ?', [runId]);
  if (run === undefined) throw new EngineError('not-found', `There is no run “${runId}”.`);
  return run.number;
};

/** Numbers of the runs that exist, in the order of the ids. */
export const numbersOfIds = (reader: Reader, ids: readonly string[]): number[] =>
  reader.values<number>(
    'SELECT runs.number FROM json_each(?) AS wanted JOIN runs ON runs.id = wanted.value ORDER BY wanted.key',
    [JSON.stringify(ids)],
  );

/** Ids in the order of the numbers. */
export const idsOfNumbers = (reader: Reader, runNumbers: readonly number[]): string[] =>
  reader.values<string>(
    'SELECT runs.id FROM json_each(?) AS wanted JOIN runs ON runs.number = wanted.value ORDER BY wanted.key',
    [JSON.stringify(runNumbers)],
  );

/** Of the ids those that exist, with their runs' numbers. */
export const runNumbersById = (reader: Reader, ids: readonly string[]): ReadonlyMap<string, number> =>
  new Map(
    reader.tuples<[string, number]>(
      'SELECT runs.id, runs.number FROM json_each(?) AS wanted JOIN runs ON runs.id = wanted.value',
      [JSON.stringify(ids)],
    ),
  );
