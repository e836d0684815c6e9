import type { Reader, Writer } from '../ports/store-handles.ts';
import { findKeyNumber, keyNumber } from './keys.ts';
import { runNumberOf } from './run-number.ts';

/** Parameters and tags of runs. */

export const setParameters = (
  writer: Writer,
  runId: string,
  parameters: Readonly<Record<string, string>>,
): void => {
  const run = runNumberOf(writer, runId);
  for (const [key, value] of Object.entries(parameters)) {
    writer.run(
      `INSERT INTO run_parameters (run_number, key_number, value) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET value = excluded.value`,
      [run, keyNumber(writer, key), value],
    );
  }
};

/** Writes a parameter that is not there yet. Answers the value that is there already, whatever it is. */
export const addParameter = (
  writer: Writer,
  run: number,
  { key, value }: { key: string; value: string },
): string | undefined => {
  const number = keyNumber(writer, key);
  const { changes } = writer.run(
    'INSERT INTO run_parameters (run_number, key_number, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    [run, number, value],
  );
  if (changes === 1) return undefined;
  return writer.get<{ value: string }>(
    'SELECT value FROM run_parameters WHERE run_number = ? AND key_number = ?',
    [run, number],
  )?.value;
};

type Entries = readonly (readonly [key: string, value: string])[];

/** Numbers of keys that were looked up in the transaction that goes on; millions of values have a few hundred keys. */
export type KeyNumbers = Map<string, number>;

const numbered = (writer: Writer, keys: KeyNumbers, name: string): number => {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const number = keyNumber(writer, name);
  keys.set(name, number);
  return number;
};

const insertEntries = (
  writer: Writer,
  table: 'run_parameters' | 'run_tags',
  { run, entries, keys }: { run: number; entries: Entries; keys: KeyNumbers },
): number => {
  const rows = entries.map(([key, value]) => [run, numbered(writer, keys, key), value]);
  return writer.runEach(
    `INSERT INTO ${table} (run_number, key_number, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
    rows,
  );
};

/** Writes the parameters that are not there yet. Answers how many, and which are there with another value. */
export const addParameters = (
  writer: Writer,
  values: { run: number; entries: Entries; keys: KeyNumbers },
): { added: number; others: [key: string, known: string][] } => {
  const { run, entries } = values;
  const added = insertEntries(writer, 'run_parameters', values);
  if (added === entries.length) return { added, others: [] };
  const known = new Map(
    writer.tuples<[string, string]>(
      'SELECT name, value FROM run_parameters JOIN keys ON keys.number = key_number WHERE run_number = ?',
      [run],
    ),
  );
  const others = entries.flatMap(([key, value]): [string, string][] => {
    const kept = known.get(key);
    return kept === undefined || kept === value ? [] : [[key, kept]];
  });
  return { added, others };
};

/** Writes the tags that are not there yet, whatever those say that are. Answers how many. */
export const addTags = (
  writer: Writer,
  values: { run: number; entries: Entries; keys: KeyNumbers },
): number => {
  const { run, entries } = values;
  const mirrored = entries.filter(
    ([key]) => mirroringSql(key) !== undefined && tagOf(writer, run, key) === undefined,
  );
  const added = insertEntries(writer, 'run_tags', values);
  for (const [key, value] of mirrored) mirror(writer, run, key, value);
  return added;
};

const nameTag = 'mlflow.runName';

/** Columns of `runs` that MLflow's clients know as tags: what a tag's value makes of them, null being that it is removed. A run stays named. */
const mirroredTags: Readonly<Record<string, string>> = {
  [nameTag]: "name = coalesce(nullif(?, ''), name)",
  'mlflow.note.content': "note = coalesce(?, '')",
  'mlflow.parentRunId': 'parent_id = ?',
};

/** SQL that sets the column of a tag that is one as well. */
export const mirroringSql = (key: string): string | undefined =>
  Object.hasOwn(mirroredTags, key) ? mirroredTags[key] : undefined;

const mirror = (writer: Writer, run: number, key: string, value: string | null): void => {
  const assignment = mirroringSql(key);
  if (assignment !== undefined) writer.run(`UPDATE runs SET ${assignment} WHERE number = ?`, [value, run]);
};

/** An empty name changes nothing, as in MLflow. */
export const setTag = (writer: Writer, run: number, key: string, value: string): void => {
  if (key === nameTag && value === '') return;
  writer.run(
    'INSERT INTO run_tags (run_number, key_number, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    [run, keyNumber(writer, key), value],
  );
  mirror(writer, run, key, value);
};

export const tagOf = (reader: Reader, run: number, key: string): string | undefined =>
  reader.get<{ value: string }>(
    'SELECT value FROM run_tags WHERE run_number = ? AND key_number = (SELECT number FROM keys WHERE name = ?)',
    [run, key],
  )?.value;

/** False when the run had no such tag. */
export const deleteTag = (writer: Writer, run: number, key: string): boolean => {
  const number = findKeyNumber(writer, key);
  if (number === undefined) return false;
  const { changes } = writer.run('DELETE FROM run_tags WHERE run_number = ? AND key_number = ?', [
    run,
    number,
  ]);
  if (changes === 1) mirror(writer, run, key, null);
  return changes === 1;
};

/** null removes a tag. */
export const setTags = (
  writer: Writer,
  runId: string,
  tags: Readonly<Record<string, string | null>>,
): void => {
  const run = runNumberOf(writer, runId);
  for (const [key, value] of Object.entries(tags)) {
    if (value === null) deleteTag(writer, run, key);
    else setTag(writer, run, key, value);
  }
};

export const renameRun = (writer: Writer, runId: string, name: string): void =>
  setTags(writer, runId, { 'mlflow.runName': name });

export const parametersOf = (reader: Reader, runId: string): { key: string; value: string }[] =>
  reader.all(
    `SELECT keys.name AS key, value FROM run_parameters JOIN keys ON keys.number = key_number
     WHERE run_number = (SELECT number FROM runs WHERE id = ?) ORDER BY keys.name`,
    [runId],
  );
