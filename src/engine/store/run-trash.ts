import type { ObjectStore, Reader, Writer } from '../ports/store-handles.ts';
import { linkedTitleSql } from './linked-runs.ts';

/** Runs in the trash: what they hold, and how they are removed for good. */

/** Whatever keeps an object besides artifacts and evaluations of runs. */
const otherHolders = [
  ['stored_files', 'digest'],
  ['model_versions', 'digest'],
  ['drift_reports', 'report_digest'],
  // Copied datasets name their object without a foreign key.
  ['dataset_versions', 'digest'],
] as const;

const runHolders = [
  ['run_artifacts', 'digest'],
  ['evaluations', 'report_digest'],
] as const;

const ofRuns = `
  SELECT digest, run_number AS holder FROM run_artifacts
  UNION ALL SELECT report_digest, (SELECT number FROM runs WHERE runs.id = run_id) FROM evaluations WHERE report_digest IS NOT NULL`;

export interface TrashedRun {
  readonly number: number;
  readonly id: string;
  readonly name: string;
  /** Registered versions that were made of it, as `name/version`; they keep it. */
  readonly models: readonly string[];
}

/** Of the runs those in the trash, oldest deletion first; all of the trash without a list. What a linked source has in its own is none of ours. */
export const trashedRuns = (reader: Reader, runs: readonly number[] | null): TrashedRun[] =>
  reader
    .all<{ number: number; id: string; name: string; modelsJson: string }>(
      `SELECT runs.number, runs.id, runs.name, (SELECT json_group_array(registered_models.name || '/' || version) FROM model_versions
         JOIN registered_models ON registered_models.id = model_id WHERE model_versions.run_id = runs.id
         AND model_versions.removed_at_ms IS NULL AND registered_models.removed_at_ms IS NULL) AS modelsJson
       FROM runs WHERE lifecycle_stage = 'deleted' AND ${linkedTitleSql} IS NULL AND (:runs IS NULL OR number IN (SELECT value FROM json_each(:runs)))
       ORDER BY deleted_at_ms, number`,
      { runs: runs === null ? null : JSON.stringify(runs) },
    )
    .map(({ modelsJson, ...run }) => ({ ...run, models: JSON.parse(modelsJson) as string[] }));

export interface HeldObject {
  readonly digest: string;
  readonly sizeBytes: number;
}

/** Objects that only these runs hold: what is free when they are gone. */
export const objectsOnlyOf = (reader: Reader, runs: readonly number[]): HeldObject[] =>
  reader.all<HeldObject>(
    `WITH held AS (${ofRuns}), gone AS (SELECT value AS number FROM json_each(?))
     SELECT digest, size_bytes AS sizeBytes FROM objects
     WHERE digest IN (SELECT digest FROM held WHERE holder IN (SELECT number FROM gone))
       AND digest NOT IN (SELECT digest FROM held WHERE holder IS NULL OR holder NOT IN (SELECT number FROM gone))
       AND ${heldByNone(otherHolders)} ORDER BY digest`,
    [JSON.stringify(runs)],
  );

export interface FreedPart {
  readonly name: string;
  readonly files: number;
  readonly sizeBytes: number;
}

/**
 * Of what is free when these runs are gone, how much is of each experiment, each run and each type of file (by the ending of its name). A file
 * that several hold is counted once, with the first: so each list adds up to the whole.
 */
export const freedPartsOf = (
  reader: Reader,
  runs: readonly number[],
  objects: readonly HeldObject[],
): Readonly<Record<'experiments' | 'runs' | 'types', FreedPart[]>> => {
  const rows = reader.tuples<
    [digest: string, sizeBytes: number, run: string, experiment: string, path: string]
  >(
    `WITH files AS (SELECT digest, run_number AS holder, path FROM run_artifacts
       UNION ALL SELECT report_digest, (SELECT number FROM runs WHERE runs.id = run_id), 'evaluation report' FROM evaluations)
     SELECT objects.digest, objects.size_bytes, runs.name, experiments.name, files.path FROM json_each(:objects) AS free
     JOIN objects ON objects.digest = free.value JOIN files ON files.digest = objects.digest
     JOIN runs ON runs.number = holder JOIN experiments ON experiments.id = experiment_id
     WHERE holder IN (SELECT value FROM json_each(:runs)) ORDER BY holder, files.path`,
    { objects: JSON.stringify(objects.map(({ digest }) => digest)), runs: JSON.stringify(runs) },
  );
  const parts = { experiments: new Map(), runs: new Map(), types: new Map() } satisfies Record<string, Parts>;
  const counted = new Set<string>();
  for (const [digest, sizeBytes, run, experiment, path] of rows) {
    if (counted.has(digest)) continue;
    counted.add(digest);
    add(parts.experiments, experiment, sizeBytes);
    add(parts.runs, run, sizeBytes);
    add(parts.types, typeOf(path), sizeBytes);
  }
  return {
    experiments: largestFirst(parts.experiments),
    runs: largestFirst(parts.runs),
    types: largestFirst(parts.types),
  };
};

type Parts = Map<string, FreedPart>;

const add = (parts: Parts, name: string, sizeBytes: number): void => {
  const part = parts.get(name) ?? { name, files: 0, sizeBytes: 0 };
  parts.set(name, { name, files: part.files + 1, sizeBytes: part.sizeBytes + sizeBytes });
};

const largestFirst = (parts: Parts): FreedPart[] =>
  [...parts.values()].sort(
    (one, other) => other.sizeBytes - one.sizeBytes || one.name.localeCompare(other.name),
  );

const typeOf = (path: string): string => {
  if (path === 'evaluation report') return path;
  const ending = /[^/]\.([A-Za-z0-9]{1,12})$/.exec(path)?.[1];
  return ending === undefined ? 'without an ending' : ending.toLowerCase();
};

const heldByNone = (holders: readonly (readonly [table: string, column: string])[]): string =>
  holders
    .map(([table, column]) => `NOT EXISTS (SELECT 1 FROM ${table} WHERE ${table}.${column} = objects.digest)`)
    .join(' AND ');

/** Removes the runs with all their values. Answers the objects that they held, which others may hold too. */
export const removeRuns = (writer: Writer, runs: readonly number[]): string[] => {
  const wanted = JSON.stringify(runs);
  const gone = 'SELECT value FROM json_each(?)';
  const held = writer.values<string>(`SELECT DISTINCT digest FROM (${ofRuns}) WHERE holder IN (${gone})`, [
    wanted,
  ]);
  writer.run(`DELETE FROM evaluations WHERE run_id IN (SELECT id FROM runs WHERE number IN (${gone}))`, [
    wanted,
  ]);
  for (const table of tablesOfRuns)
    writer.run(`DELETE FROM ${table} WHERE run_number IN (${gone})`, [wanted]);
  writer.run(
    `DELETE FROM linked_artifacts WHERE owner_type = 'run' AND owner_id IN (SELECT id FROM runs WHERE number IN (${gone}))`,
    [wanted],
  );
  // Numbers are given again.
  writer.run(`DELETE FROM note_drafts WHERE subject_type = 'run' AND subject_number IN (${gone})`, [wanted]);
  writer.run(`DELETE FROM runs WHERE number IN (${gone})`, [wanted]);
  return held;
};

const tablesOfRuns = [
  ...['run_parameters', 'run_tags', 'run_metrics', 'run_metric_summaries'],
  ...['run_artifacts', 'run_datasets', 'run_models'],
];

/** Those of the objects that nothing holds. */
export const unheldOf = (reader: Reader, digests: readonly string[]): HeldObject[] =>
  reader.all<HeldObject>(
    `SELECT digest, size_bytes AS sizeBytes FROM objects WHERE digest IN (SELECT value FROM json_each(?))
       AND ${heldByNone([...runHolders, ...otherHolders])}`,
    [JSON.stringify(digests)],
  );

/** Forgets those of the objects that nothing holds any more; their files are the caller's to remove. */
export const forgetUnheld = (
  writer: Writer,
  objects: Pick<ObjectStore, 'mark'>,
  digests: readonly string[],
): HeldObject[] => {
  const unheld = unheldOf(writer, digests);
  for (const { digest } of unheld) objects.mark(digest);
  writer.run('DELETE FROM objects WHERE digest IN (SELECT value FROM json_each(?))', [
    JSON.stringify(unheld.map(({ digest }) => digest)),
  ]);
  return unheld;
};
