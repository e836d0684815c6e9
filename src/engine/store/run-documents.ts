import type { Reader } from '../ports/store-handles.ts';
import { runArtifactRootSql } from './artifact-root.ts';

/**
 * Runs as MLflow's clients read them, separated by commas: UTF-8 that SQL puts together, so that a page of a thousand runs is one
 * statement, with no objects and no texts in between. Empty parts are left out, as protocol buffers do; a NaN is the text "NaN".
 */
export const runDocuments = (reader: Reader, runNumbers: readonly number[]): Uint8Array =>
  reader.values<Uint8Array | null>(documents, [JSON.stringify(runNumbers)])[0] ?? new Uint8Array();

/** A run that was just made, as MLflow's clients read it: what it may make later is no part of it yet. */
export const newRunDocument = (reader: Reader, runNumber: number): string =>
  Buffer.from(runDocuments(reader, [runNumber]))
    .toString()
    .replace(/,"outputs":\{\}\}$/, '}');

/** The `info` of one run alone. */
export const runInfoDocument = (reader: Reader, runNumber: number): string =>
  reader.values<string>(`SELECT ${info} ${wantedRuns}`, [JSON.stringify([runNumber])])[0] ?? '{}';

/** A JSON object of those parts that are not null. */
const object = (parts: Readonly<Record<string, string>>): string =>
  `'{' || concat_ws(',', ${Object.entries(parts)
    .map(([name, sql]) => `'"${name}":' || ${sql}`)
    .join(', ')}) || '}'`;

/** A JSON list of rows; null where there are none. */
const listOf = (document: string, from: string): string =>
  `nullif((SELECT json_group_array(${document}) FROM ${from}), '[]')`;

const keyed = (table: string, document: string): string =>
  listOf(document, `${table} JOIN keys ON keys.number = key_number WHERE run_number = runs.number`);

/** MLflow has no end time of a run that goes on; the last field is put on only where it is. */
const info = `rtrim(json_object(
  'run_uuid', runs.id, 'experiment_id', CAST(experiment_id AS TEXT), 'run_name', runs.name, 'user_id', user_name,
  'status', upper(status), 'start_time', started_at_ms, 'artifact_uri', ${runArtifactRootSql},
  'lifecycle_stage', runs.lifecycle_stage, 'run_id', runs.id), '}')
  || CASE WHEN ended_at_ms IS NULL THEN '}' ELSE ',"end_time":' || ended_at_ms || '}' END`;

const value = `json_object('key', keys.name, 'value', value)`;
const metric = `json_object('key', keys.name, 'value', CASE WHEN is_nan THEN 'NaN' ELSE value END, 'timestamp', timestamp_ms, 'step', step)`;

/**
 * Data of our own trainings have no description by a client; where they came from is their name and version. `json_patch` drops what is
 * null, and a list of tags that is empty.
 */
const datasetInputs = listOf(
  `json_patch('{}', json_object(
  'tags', json(nullif((SELECT json_group_array(json_object('key', tag.key, 'value', tag.value)) FROM json_each(
    CASE WHEN logged_dataset_id IS NULL THEN json_object('mlflow.data.context', role) ELSE tags_json END) AS tag), '[]')),
  'dataset', json_object('name', run_datasets.name, 'digest', run_datasets.digest,
    'source_type', coalesce(source_type, 'modelyard'), 'source', coalesce(source, json_object('name', run_datasets.name, 'version', version)),
    'schema', schema, 'profile', profile)))`,
  'run_datasets LEFT JOIN logged_datasets ON logged_datasets.id = logged_dataset_id WHERE run_number = runs.number',
);

const models = (direction: 'input' | 'output', document: string): string =>
  listOf(document, `run_models WHERE direction = '${direction}' AND run_number = runs.number`);

const run = object({
  info,
  data: object({
    metrics: keyed('run_metric_summaries', metric),
    params: keyed('run_parameters', value),
    tags: keyed('run_tags', value),
  }),
  inputs: object({
    dataset_inputs: datasetInputs,
    model_inputs: models('input', `json_object('model_id', model_id)`),
  }),
  outputs: object({ model_outputs: models('output', `json_object('model_id', model_id, 'step', step)`) }),
});

const wantedRuns = `FROM json_each(?) AS wanted JOIN runs ON runs.number = wanted.value
JOIN experiments ON experiments.id = experiment_id ORDER BY wanted.key`;

const documents = `SELECT CAST(group_concat(document) AS BLOB) FROM (SELECT ${run} AS document ${wantedRuns})`;
