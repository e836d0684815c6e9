import type { Reader, Writer } from '../ports/store-handles.ts';
import { findKeyNumber, keyNumber } from './keys.ts';
import { mirroringSql } from './run-values.ts';

/** Changes to many runs, each a statement or two however many they are. */

const listed = 'SELECT value FROM json_each(?)';

/** null takes the tag away. Columns that are tags as well say the same. */
export const tagRuns = (
  writer: Writer,
  runs: readonly number[],
  { key, value }: { key: string; value: string | null },
): void => {
  const wanted = JSON.stringify(runs);
  const number = keyNumber(writer, key);
  if (value === null)
    writer.run(`DELETE FROM run_tags WHERE run_number IN (${listed}) AND key_number = ?`, [wanted, number]);
  else
    writer.run(
      `INSERT INTO run_tags (run_number, key_number, value) SELECT value, ?, ? FROM json_each(?) WHERE 1
       ON CONFLICT DO UPDATE SET value = excluded.value`,
      [number, value, wanted],
    );
  const assignment = mirroringSql(key);
  if (assignment !== undefined)
    writer.run(`UPDATE runs SET ${assignment} WHERE number IN (${listed})`, [value, wanted]);
};

/** The runs by the value of a tag that they have now; null of those without it. */
export const runsByTag = (
  reader: Reader,
  runs: readonly number[],
  key: string,
): ReadonlyMap<string | null, number[]> => {
  const values = new Map(
    reader.tuples<[run: number, value: string]>(
      `SELECT run_number, value FROM run_tags WHERE run_number IN (${listed}) AND key_number = ?`,
      [JSON.stringify(runs), findKeyNumber(reader, key) ?? -1],
    ),
  );
  const byValue = new Map<string | null, number[]>();
  for (const run of runs) {
    const value = values.get(run) ?? null;
    const same = byValue.get(value);
    if (same === undefined) byValue.set(value, [run]);
    else same.push(run);
  }
  return byValue;
};

/** Into the trash or out of it. Answers those that were not there already. */
export const moveRuns = (
  writer: Writer,
  runs: readonly number[],
  { stage, nowMs }: { stage: 'active' | 'deleted'; nowMs: number },
): { id: string; name: string }[] => {
  const wanted = JSON.stringify(runs);
  const moved = writer.all<{ id: string; name: string }>(
    `SELECT id, name FROM runs WHERE number IN (${listed}) AND lifecycle_stage <> ?`,
    [wanted, stage],
  );
  writer.run(
    `UPDATE runs SET lifecycle_stage = ?, deleted_at_ms = ? WHERE number IN (${listed}) AND lifecycle_stage <> ?`,
    [stage, stage === 'deleted' ? nowMs : null, wanted, stage],
  );
  return moved;
};
