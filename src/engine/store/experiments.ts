import type { ResolvedExpression } from '../../shared/query/ast.ts';
import type { Reader, SqlValue, Writer } from '../ports/store-handles.ts';
import { type BindKey, conditionFrom, type ValueColumn } from './query-condition.ts';

export interface ExperimentRecord {
  readonly id: number;
  readonly name: string;
  readonly lifecycle_stage: 'active' | 'deleted';
  readonly created_at_ms: number;
  readonly updated_at_ms: number;
  /** Null where it is the project's own: see `artifactLocationOf`. */
  readonly artifact_location: string | null;
}

/** MLflow's clients take an experiment with this number and name for granted. */
export const defaultExperiment = { id: 0, name: 'Default' } as const;

export const findExperiment = (reader: Reader, id: number): ExperimentRecord | undefined =>
  reader.get<ExperimentRecord>('SELECT * FROM experiments WHERE id = ?', [id]);

export const findExperimentByName = (reader: Reader, name: string): ExperimentRecord | undefined =>
  reader.get<ExperimentRecord>('SELECT * FROM experiments WHERE name = ?', [name]);

/** The name must be free; names of deleted experiments are not. */
export const insertExperiment = (
  writer: Writer,
  experiment: { name: string; artifactLocation: string | null; nowMs: number },
): number =>
  writer.run(
    'INSERT INTO experiments (name, created_at_ms, updated_at_ms, artifact_location) VALUES (?, ?, ?, ?)',
    [experiment.name, experiment.nowMs, experiment.nowMs, experiment.artifactLocation],
  ).lastId;

/** Makes the experiment if it is new. */
export const experimentIdOf = (writer: Writer, name: string, nowMs: number): number =>
  findExperimentByName(writer, name)?.id ?? insertExperiment(writer, { name, artifactLocation: null, nowMs });

export const renameExperiment = (writer: Writer, id: number, name: string, nowMs: number): void => {
  writer.run('UPDATE experiments SET name = ?, updated_at_ms = ? WHERE id = ?', [name, nowMs, id]);
};

/** Takes the experiment's runs with it, both ways. */
export const setExperimentLifecycle = (
  writer: Writer,
  id: number,
  stage: 'active' | 'deleted',
  nowMs: number,
): void => {
  writer.run('UPDATE experiments SET lifecycle_stage = ?, updated_at_ms = ? WHERE id = ?', [
    stage,
    nowMs,
    id,
  ]);
  writer.run(
    'UPDATE runs SET lifecycle_stage = ?, deleted_at_ms = ? WHERE experiment_id = ? AND lifecycle_stage <> ?',
    [stage, stage === 'deleted' ? nowMs : null, id, stage],
  );
};

export const setExperimentTag = (writer: Writer, id: number, key: string, value: string): void => {
  writer.run(
    'INSERT INTO experiment_tags (experiment_id, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    [id, key, value],
  );
};

/** False when there was no such tag. */
export const deleteExperimentTag = (writer: Writer, id: number, key: string): boolean =>
  writer.run('DELETE FROM experiment_tags WHERE experiment_id = ? AND key = ?', [id, key]).changes === 1;

export const experimentTagsOf = (reader: Reader, id: number): { key: string; value: string }[] =>
  reader.all('SELECT key, value FROM experiment_tags WHERE experiment_id = ? ORDER BY key', [id]);

/** Where an experiment's artifacts are said to lie. Below `mlflow-artifacts:` clients ask the server they talk to. */
export const artifactLocationOf = ({
  id,
  artifact_location,
}: Pick<ExperimentRecord, 'id' | 'artifact_location'>): string =>
  artifact_location ?? `mlflow-artifacts:/${id}`;

/** Active experiments by name with their active runs, and how many more lie in the trash. The default one shows only once it is used. */
export const listExperiments = (reader: Reader) =>
  reader.all<{
    id: number;
    name: string;
    runCount: number;
    trashedRunCount: number;
    createdAtMs: number;
    lastRunAtMs: number | null;
  }>(
    `SELECT experiments.id, experiments.name, experiments.created_at_ms AS createdAtMs, count(runs.number) AS runCount,
       (SELECT count(*) FROM runs WHERE experiment_id = experiments.id AND lifecycle_stage = 'deleted') AS trashedRunCount,
       max(runs.started_at_ms) AS lastRunAtMs
     FROM experiments LEFT JOIN runs ON runs.experiment_id = experiments.id AND runs.lifecycle_stage = 'active'
     WHERE experiments.lifecycle_stage = 'active'
     GROUP BY experiments.id HAVING experiments.id <> ? OR runCount > 0 ORDER BY experiments.name`,
    [defaultExperiment.id],
  );

const columns: Readonly<Record<string, ValueColumn>> = {
  name: { column: 'name', kind: 'text' },
  experiment_id: { column: 'id', kind: 'number' },
  creation_time: { column: 'created_at_ms', kind: 'time' },
  last_update_time: { column: 'updated_at_ms', kind: 'time' },
};

const bindKey: BindKey = (key, condition) => {
  if (key.entity !== 'tag') return condition(columns[key.name] ?? { column: 'NULL', kind: 'text' });
  const inner = condition({ column: 'value', kind: 'text' });
  return {
    sql: `EXISTS (SELECT 1 FROM experiment_tags WHERE experiment_id = experiments.id AND key = ? AND ${inner.sql})`,
    parameters: [key.name, ...inner.parameters],
  };
};

/** `order` is SQL over this table's columns. */
export const pageOfExperiments = (
  reader: Reader,
  request: {
    expression: ResolvedExpression | null;
    stage: 'active' | 'deleted' | null;
    order: string;
    offset: number;
    limit: number;
  },
): ExperimentRecord[] => {
  const conditions = [
    ...(request.stage === null ? [] : [{ sql: 'lifecycle_stage = ?', parameters: [request.stage] }]),
    ...(request.expression === null ? [] : [conditionFrom(request.expression, bindKey)]),
  ];
  const parameters: SqlValue[] = conditions.flatMap((condition) => condition.parameters);
  const where = conditions.map(({ sql }) => `(${sql})`).join(' AND ');
  return reader.all<ExperimentRecord>(
    `SELECT * FROM experiments WHERE ${where === '' ? '1' : where} ORDER BY ${request.order} LIMIT ? OFFSET ?`,
    [...parameters, request.limit, request.offset],
  );
};
