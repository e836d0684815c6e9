import type { Reader } from '../ports/store-handles.ts';
import { runArtifactRootSql } from './artifact-root.ts';

/**
 * Runs as MLflow's clients read them, put together as JSON text in SQL: a page of a thousand runs is some queries and no objects in
 * between. Empty parts are left out, as protocol buffers do; a NaN is the text "NaN".
 */
export const runDocuments = (reader: Reader, runNumbers: readonly number[]): string[] => {
  const wanted = JSON.stringify(runNumbers);
  const metrics = gather(reader, wanted, 'run_metric_summaries', metricJson);
  const parameters = gather(reader, wanted, 'run_parameters', valueJson);
  const tags = gather(reader, wanted, 'run_tags', valueJson);
  const datasets = byNumber(reader, datasetInputs, wanted);
  const modelInputs = byNumber(reader, modelsOf('input', ''), wanted);
  const modelOutputs = byNumber(reader, modelsOf('output', ", 'step', step"), wanted);
  return reader.all<{ number: number; info: string }>(infoOf, [wanted]).map(({ number, info }) => {
    const data = joined([
      ['metrics', metrics.get(number)],
      ['params', parameters.get(number)],
      ['tags', tags.get(number)],
    ]);
    const inputs = joined([
      ['dataset_inputs', datasets.get(number)],
      ['model_inputs', modelInputs.get(number)],
    ]);
    const outputs = joined([['model_outputs', modelOutputs.get(number)]]);
    return `{"info":${info},"data":${data},"inputs":${inputs},"outputs":${outputs}}`;
  });
};

/** A run that was just made, as MLflow's clients read it: what it may make later is no part of it yet. */
export const newRunDocument = (reader: Reader, runNumber: number): string =>
  runDocuments(reader, [runNumber])[0]?.replace(/,"outputs":\{\}\}$/, '}') ?? '{}';

/** The `info` of one run alone. */
export const runInfoDocument = (reader: Reader, runNumber: number): string =>
  reader.get<{ info: string }>(infoOf, [JSON.stringify([runNumber])])?.info ?? '{}';

const joined = (parts: readonly (readonly [name: string, json: string | undefined])[]): string =>
  `{${parts.flatMap(([name, json]) => (json === undefined ? [] : [`"${name}":${json}`])).join(',')}}`;

/** MLflow has no end time of a run that goes on; the last field is put on only where it is. */
const infoOf = `
SELECT runs.number, rtrim(json_object(
  'run_uuid', runs.id, 'experiment_id', CAST(experiment_id AS TEXT), 'run_name', runs.name, 'user_id', user_name,
  'status', upper(status), 'start_time', started_at_ms, 'artifact_uri', ${runArtifactRootSql},
  'lifecycle_stage', runs.lifecycle_stage, 'run_id', runs.id), '}')
  || CASE WHEN ended_at_ms IS NULL THEN '}' ELSE ',"end_time":' || ended_at_ms || '}' END AS info
FROM json_each(?) AS wanted JOIN runs ON runs.number = wanted.value JOIN experiments ON experiments.id = experiment_id
ORDER BY wanted.key`;

const valueJson = `json_object('key', keys.name, 'value', value)`;
const metricJson = `json_object('key', keys.name, 'value', CASE WHEN is_nan THEN 'NaN' ELSE value END, 'timestamp', timestamp_ms, 'step', step)`;

const gather = (reader: Reader, wanted: string, table: string, document: string): Map<number, string> =>
  byNumber(
    reader,
    `SELECT run_number AS number, json_group_array(${document}) AS json FROM ${table} JOIN keys ON keys.number = key_number
     WHERE run_number IN (SELECT value FROM json_each(?)) GROUP BY run_number`,
    wanted,
  );

const byNumber = (reader: Reader, sql: string, wanted: string): Map<number, string> =>
  new Map(
    reader.all<{ number: number; json: string }>(sql, [wanted]).map(({ number, json }) => [number, json]),
  );

/**
 * Data of our own trainings have no description by a client; where they came from is their name and version. `json_patch` drops what is
 * null, and a list of tags that is empty.
 */
const datasetInputs = `
SELECT run_number AS number, json_group_array(json_patch('{}', json_object(
  'tags', json(nullif((SELECT json_group_array(json_object('key', tag.key, 'value', tag.value)) FROM json_each(
    CASE WHEN logged_dataset_id IS NULL THEN json_object('mlflow.data.context', role) ELSE tags_json END) AS tag), '[]')),
  'dataset', json_object('name', run_datasets.name, 'digest', run_datasets.digest,
    'source_type', coalesce(source_type, 'modelyard'), 'source', coalesce(source, json_object('name', run_datasets.name, 'version', version)),
    'schema', schema, 'profile', profile)))) AS json
FROM run_datasets LEFT JOIN logged_datasets ON logged_datasets.id = logged_dataset_id
WHERE run_number IN (SELECT value FROM json_each(?)) GROUP BY run_number`;

const modelsOf = (direction: 'input' | 'output', more: string): string => `
SELECT run_number AS number, json_group_array(json_object('model_id', model_id${more})) AS json FROM run_models
WHERE direction = '${direction}' AND run_number IN (SELECT value FROM json_each(?)) GROUP BY run_number`;
