import type { Reader, Writer } from '../ports/store-handles.ts';
import { defaultExperiment } from './experiments.ts';
import { removeRuns } from './run-trash.ts';

/** How everything that a linked source brought goes again. */

/** Ids of runs that came from the source, the first of them. */
export const someRunsOf = (reader: Reader, source: number, limit: number): { number: number; id: string }[] =>
  reader.all(
    `SELECT runs.number, runs.id FROM imported_items JOIN runs ON runs.id = imported_items.id
     WHERE source_number = ? AND type = 'run' LIMIT ?`,
    [source, limit],
  );

/** Those of the ids that are runs from the source. */
export const runsFrom = (
  reader: Reader,
  source: number,
  ids: readonly string[],
): { number: number; id: string }[] =>
  reader.all(
    `SELECT runs.number, runs.id FROM json_each(?) AS wanted
     JOIN imported_items ON imported_items.type = 'run' AND imported_items.id = wanted.value
     JOIN runs ON runs.id = imported_items.id WHERE source_number = ?`,
    [JSON.stringify(ids), source],
  );

/** Runs with all that is known of them. Answers the objects that they held: texts that no file of their source holds as they are. */
export const removeLinkedRuns = (
  writer: Writer,
  runs: readonly { readonly number: number; readonly id: string }[],
): string[] => {
  const held = removeRuns(
    writer,
    runs.map(({ number }) => number),
  );
  const ids = JSON.stringify(runs.map(({ id }) => id));
  const gone = 'SELECT value FROM json_each(?)';
  writer.run(`DELETE FROM imported_items WHERE type = 'run' AND id IN (${gone})`, [ids]);
  return held;
};

export interface Remainder {
  readonly experiments: string[];
  readonly models: string[];
}

/**
 * Removes logged models and versions of the source, and the experiments and registered models that it made. Answers those of the latter two
 * that stay, because something else is in them.
 */
export const removeLinkedModels = (writer: Writer, source: number): Remainder => {
  const models = `SELECT id FROM imported_items WHERE source_number = ? AND type = 'logged-model'`;
  for (const table of ['logged_model_parameters', 'logged_model_tags', 'logged_model_metrics'])
    writer.run(`DELETE FROM ${table} WHERE model_id IN (${models})`, [source]);
  writer.run(`DELETE FROM logged_models WHERE id IN (${models})`, [source]);
  const versions = `SELECT id FROM imported_items WHERE source_number = ? AND type = 'model-version'`;
  for (const table of ['model_version_tags', 'model_aliases', 'model_versions'])
    writer.run(`DELETE FROM ${table} WHERE model_id || '/' || version IN (${versions})`, [source]);
  writer.run('DELETE FROM linked_artifacts WHERE source_number = ?', [source]);
  writer.run('DELETE FROM imported_items WHERE source_number = ?', [source]);
  return { experiments: removeExperiments(writer, source), models: removeModels(writer, source) };
};

const removeExperiments = (writer: Writer, source: number): string[] => {
  const made = `SELECT id FROM linked_groups WHERE source_number = :source AND type = 'experiment'`;
  const held = ['runs', 'logged_models', 'traces']
    .map((table) => `EXISTS (SELECT 1 FROM ${table} WHERE experiment_id = experiments.id)`)
    .join(' OR ');
  const kept = writer.values<string>(
    `SELECT name FROM experiments WHERE id IN (${made}) AND id <> ${defaultExperiment.id} AND (${held}) ORDER BY name`,
    { source },
  );
  const gone = writer.values<number>(
    `SELECT id FROM experiments WHERE id IN (${made}) AND id <> ${defaultExperiment.id} AND NOT (${held})`,
    { source },
  );
  const wanted = JSON.stringify(gone);
  for (const [table, column] of tablesOfExperiments)
    writer.run(`DELETE FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?))`, [wanted]);
  return kept;
};

const tablesOfExperiments = [
  ['logged_datasets', 'experiment_id'],
  ['experiment_tags', 'experiment_id'],
  ['experiments', 'id'],
] as const;

const removeModels = (writer: Writer, source: number): string[] => {
  const made = `SELECT id FROM linked_groups WHERE source_number = :source AND type = 'registered-model'`;
  const held = 'EXISTS (SELECT 1 FROM model_versions WHERE model_id = registered_models.id)';
  const kept = writer.values<string>(
    `SELECT name FROM registered_models WHERE id IN (${made}) AND removed_at_ms IS NULL AND ${held} ORDER BY name`,
    { source },
  );
  const gone = writer.values<number>(
    `SELECT id FROM registered_models WHERE id IN (${made}) AND NOT ${held}`,
    { source },
  );
  const wanted = JSON.stringify(gone);
  for (const [table, column] of [
    ['registered_model_tags', 'model_id'],
    ['registered_models', 'id'],
  ] as const)
    writer.run(`DELETE FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?))`, [wanted]);
  return kept;
};
