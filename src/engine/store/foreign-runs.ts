import type { RunStatus } from '../../shared/model/run.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';
import {
  defaultExperiment,
  findExperimentByName,
  insertExperiment,
  setExperimentLifecycle,
  setExperimentTag,
} from './experiments.ts';

/** What an import writes of runs that is not written otherwise: their own ids and times, and where they came from. */

export type ImportedType = 'run' | 'logged-model' | 'model-version';

/** The number of a source, the same each time. */
export const importSourceNumber = (
  writer: Writer,
  { format, path }: { format: string; path: string },
): number => {
  const known = writer.get<{ number: number }>(
    'SELECT number FROM import_sources WHERE format = ? AND path = ?',
    [format, path],
  );
  return (
    known?.number ??
    writer.run('INSERT INTO import_sources (format, path) VALUES (?, ?)', [format, path]).lastId
  );
};

export const isImportedFrom = (reader: Reader, type: ImportedType, id: string, source: number): boolean =>
  reader.get('SELECT 1 FROM imported_items WHERE type = ? AND id = ? AND source_number = ?', [
    type,
    id,
    source,
  ]) !== undefined;

/** What tables of values know a run by. */
export interface ImportedRunKey {
  readonly number: number;
  readonly experiment_id: number;
}

/** Undefined for a run that is not from the source. */
export const findImportedRun = (reader: Reader, id: string, source: number): ImportedRunKey | undefined =>
  reader.get<ImportedRunKey>(
    `SELECT number, experiment_id FROM imported_items JOIN runs ON runs.id = imported_items.id
     WHERE type = 'run' AND imported_items.id = ? AND source_number = ?`,
    [id, source],
  );

export const recordImported = (writer: Writer, type: ImportedType, id: string, source: number): void => {
  writer.run(
    `INSERT INTO imported_items (type, id, source_number) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET source_number = excluded.source_number`,
    [type, id, source],
  );
};

/** The path of the source that brought something; undefined for what was made here. */
export const importedFrom = (reader: Reader, type: ImportedType, id: string): string | undefined =>
  reader.get<{ path: string }>(
    'SELECT path FROM imported_items JOIN import_sources ON number = source_number WHERE type = ? AND id = ?',
    [type, id],
  )?.path;

export interface ImportTally {
  readonly sourceNumber: number;
  readonly addedJson: string;
  readonly refusedJson: string;
}

export const insertImport = (writer: Writer, jobId: string, source: number): void => {
  writer.run('INSERT INTO imports (job_id, source_number) VALUES (?, ?)', [jobId, source]);
};

export const getImportTally = (reader: Reader, jobId: string): ImportTally => {
  const row = reader.get<ImportTally>(
    `SELECT source_number AS sourceNumber, added_json AS addedJson, refused_json AS refusedJson FROM imports WHERE job_id = ?`,
    [jobId],
  );
  if (row === undefined) throw new Error(`Job ${jobId} is no import.`);
  return row;
};

export const setImportTally = (
  writer: Writer,
  jobId: string,
  tally: Pick<ImportTally, 'addedJson' | 'refusedJson'>,
): void => {
  writer.run('UPDATE imports SET added_json = ?, refused_json = ? WHERE job_id = ?', [
    ...[tally.addedJson, tally.refusedJson, jobId],
  ]);
};

export interface ImportedExperiment {
  readonly name: string;
  readonly stage: 'active' | 'deleted';
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly tags: readonly (readonly [string, string])[];
}

/** One that is here already, by its name, keeps what it is. Answers whether it is new. */
export const importExperiment = (writer: Writer, experiment: ImportedExperiment): boolean => {
  const { name, createdAtMs, updatedAtMs } = experiment;
  const known = findExperimentByName(writer, name);
  // Every project has the default one from its first day; the first that has a history gives it its own.
  const isFresh = known === undefined || (known.id === defaultExperiment.id && isUnused(writer, known.id));
  if (!isFresh) return false;
  const id = known?.id ?? insertExperiment(writer, { name, artifactLocation: null, nowMs: createdAtMs });
  for (const [key, value] of experiment.tags) setExperimentTag(writer, id, key, value);
  if (experiment.stage === 'deleted') setExperimentLifecycle(writer, id, 'deleted', updatedAtMs);
  writer.run('UPDATE experiments SET created_at_ms = ?, updated_at_ms = ? WHERE id = ?', [
    ...[createdAtMs, updatedAtMs, id],
  ]);
  return known === undefined;
};

const isUnused = (reader: Reader, id: number): boolean =>
  reader.get('SELECT 1 FROM runs WHERE experiment_id = ?', [id]) === undefined &&
  reader.get('SELECT 1 FROM experiment_tags WHERE experiment_id = ?', [id]) === undefined;

export interface ImportedRun {
  readonly id: string;
  readonly experimentId: number;
  readonly name: string;
  readonly status: RunStatus;
  readonly stage: 'active' | 'deleted';
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly deletedAtMs: number | null;
  readonly user: string;
  /** Null where its files are artifacts of this project. */
  readonly artifactUri: string | null;
}

/** Without a tag: those are as the source has them, which says the name once more. */
export const insertImportedRun = (writer: Writer, run: ImportedRun): void => {
  writer.run(
    `INSERT INTO runs (id, experiment_id, name, status, lifecycle_stage, started_at_ms, ended_at_ms, deleted_at_ms, user_name, artifact_uri)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[run.id, run.experimentId, run.name, run.status, run.stage],
      ...[run.startedAtMs, run.endedAtMs, run.deletedAtMs, run.user, run.artifactUri],
    ],
  );
};

/** A run that went on when it was imported first. Its end may be known by now; what was ended here stays so. */
export const updateImportedRun = (writer: Writer, run: ImportedRun): void => {
  writer.run(
    `UPDATE runs SET status = ?, ended_at_ms = ? WHERE id = ? AND status IN ('scheduled', 'running')`,
    [run.status, run.endedAtMs, run.id],
  );
};

/** Its files came into the project, now or earlier. */
export const setArtifactUri = (writer: Writer, id: string, artifactUri: string | null): void => {
  writer.run('UPDATE runs SET artifact_uri = ? WHERE id = ?', [artifactUri, id]);
};
