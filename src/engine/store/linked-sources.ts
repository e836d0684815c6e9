import type { ErrorData } from '../../shared/errors.ts';
import type { ForeignFormat, SkippedItem, SkippedList } from '../../shared/model/foreign-runs.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';

/** Sources that are read where they lie: which there are, how far they are read, and what is known of each of their units. */

export interface LinkedSource {
  readonly number: number;
  readonly title: string;
  readonly format: ForeignFormat;
  readonly path: string;
  readonly linkedAtMs: number;
  readonly readAtMs: number | null;
  readonly problem: ErrorData | null;
}

interface SourceRow extends Omit<LinkedSource, 'problem'> {
  readonly problemJson: string | null;
}

const selectSources = `SELECT source_number AS number, title, format, path, linked_at_ms AS linkedAtMs, read_at_ms AS readAtMs,
  problem_json AS problemJson FROM linked_sources JOIN import_sources ON number = source_number`;

const toSource = ({ problemJson, ...row }: SourceRow): LinkedSource => ({
  ...row,
  problem: problemJson === null ? null : (JSON.parse(problemJson) as ErrorData),
});

/** In the order in which they were linked. */
export const linkedSources = (reader: Reader): LinkedSource[] =>
  reader.all<SourceRow>(`${selectSources} ORDER BY linked_at_ms, source_number`).map(toSource);

export const findLinkedSource = (reader: Reader, number: number): LinkedSource | undefined => {
  const row = reader.get<SourceRow>(`${selectSources} WHERE source_number = ?`, [number]);
  return row === undefined ? undefined : toSource(row);
};

export const insertLinkedSource = (
  writer: Writer,
  { number, title, nowMs }: { number: number; title: string; nowMs: number },
): void => {
  writer.run('INSERT INTO linked_sources (source_number, title, linked_at_ms) VALUES (?, ?, ?)', [
    ...[number, title, nowMs],
  ]);
};

/** Whether anything came from the source, by linking or importing. */
export const hasImportedItems = (reader: Reader, source: number): boolean =>
  reader.get('SELECT 1 FROM imported_items WHERE source_number = ?', [source]) !== undefined;

export const countRunsOfSources = (reader: Reader): ReadonlyMap<number, number> =>
  new Map(
    reader.tuples<[number, number]>(
      `SELECT source_number, (SELECT count(*) FROM imported_items WHERE imported_items.source_number = linked_sources.source_number
         AND type = 'run') FROM linked_sources`,
    ),
  );

/** It was read to its end. */
export const recordReading = (
  writer: Writer,
  source: number,
  { nowMs, skipped }: { nowMs: number; skipped: SkippedList },
): void => {
  writer.run(
    'UPDATE linked_sources SET read_at_ms = ?, problem_json = NULL, skipped_json = ? WHERE source_number = ?',
    [nowMs, JSON.stringify(skipped), source],
  );
};

export const recordProblem = (writer: Writer, source: number, problem: ErrorData): void => {
  writer.run('UPDATE linked_sources SET problem_json = ? WHERE source_number = ?', [
    JSON.stringify(problem),
    source,
  ]);
};

/** What was passed over in its last readings: of the source itself and of each unit. At most `limit` of them are listed. */
export const skippedOf = (reader: Reader, source: number, limit: number): SkippedList => {
  const texts = reader.values<string>(
    `SELECT skipped_json FROM linked_sources WHERE source_number = :source
     UNION ALL SELECT skipped_json FROM linked_units WHERE source_number = :source AND skipped_json IS NOT NULL`,
    { source },
  );
  const items: SkippedItem[] = [];
  let count = 0;
  for (const text of texts) {
    const list = JSON.parse(text) as SkippedList;
    count += list.count;
    items.push(...list.items.slice(0, limit - items.length));
  }
  return { count, items };
};

export interface LinkedUnit {
  readonly unit: string;
  readonly runId: string | null;
  readonly fingerprint: string | null;
  readonly skipped: SkippedList | null;
}

/** Units that were read to their end. */
export const readUnits = (
  reader: Reader,
  source: number,
): [unit: string, fingerprint: string, runId: string | null][] =>
  reader.tuples(
    'SELECT unit, fingerprint, run_id FROM linked_units WHERE source_number = ? AND fingerprint IS NOT NULL',
    [source],
  );

/** Units whose runs go on or began last: those that are most likely to change. */
export const liveliestUnits = (reader: Reader, source: number, limit: number): string[] =>
  reader.values(
    `SELECT unit FROM linked_units JOIN runs ON runs.id = run_id WHERE source_number = ?
     ORDER BY runs.status IN ('running', 'scheduled') DESC, runs.started_at_ms DESC LIMIT ?`,
    [source, limit],
  );

export const saveUnit = (writer: Writer, source: number, unit: LinkedUnit): void => {
  writer.run(
    `INSERT INTO linked_units (source_number, unit, run_id, fingerprint, skipped_json) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET run_id = excluded.run_id, fingerprint = excluded.fingerprint, skipped_json = excluded.skipped_json`,
    [
      ...[source, unit.unit, unit.runId, unit.fingerprint],
      unit.skipped === null ? null : JSON.stringify(unit.skipped),
    ],
  );
};

/** The next reading reads everything. */
export const forgetFingerprints = (writer: Writer, source: number): void => {
  writer.run('UPDATE linked_units SET fingerprint = NULL WHERE source_number = ?', [source]);
};

/**
 * Units of all sources without a run of theirs are read again with the next reading: runs have left the project, and theirs may be one that
 * was refused for them. Answers the sources that have such.
 */
export const forgetRefusals = (writer: Writer): number[] => {
  writer.run('UPDATE linked_units SET fingerprint = NULL WHERE run_id IS NULL');
  return writer.values('SELECT DISTINCT source_number FROM linked_units WHERE run_id IS NULL');
};

/** Whether a unit was not read to its end: it is to be read again. */
export const hasUnreadUnits = (reader: Reader, source: number): boolean =>
  reader.get('SELECT 1 FROM linked_units WHERE source_number = ? AND fingerprint IS NULL', [source]) !==
  undefined;

/** Its run goes at the end of the reading, unless another unit of the source holds it by then. */
export const forgetUnit = (writer: Writer, source: number, unit: string): void => {
  writer.run('DELETE FROM linked_units WHERE source_number = ? AND unit = ?', [source, unit]);
};

/** The run that a unit held when it was last read. */
export const runOfUnit = (reader: Reader, source: number, unit: string): string | null =>
  reader.values<string | null>('SELECT run_id FROM linked_units WHERE source_number = ? AND unit = ?', [
    ...[source, unit],
  ])[0] ?? null;

/** Runs from the source that none of its units holds any more: their files are gone, or hold other runs. */
export const runsOfNoUnit = (reader: Reader, source: number): string[] =>
  reader.values(
    `SELECT id FROM imported_items WHERE source_number = :source AND type = 'run' AND id NOT IN (
       SELECT run_id FROM linked_units WHERE source_number = :source AND run_id IS NOT NULL)`,
    { source },
  );

export type LinkedGroupType = 'experiment' | 'registered-model';

/** The source made this, so it goes with it unless it holds something else by then. */
export const recordGroup = (writer: Writer, source: number, type: LinkedGroupType, id: number): void => {
  writer.run('INSERT INTO linked_groups (source_number, type, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
    ...[source, type, id],
  ]);
};

/** The source uses what another linked one made: the last of them takes it along. */
export const joinGroup = (writer: Writer, source: number, type: LinkedGroupType, id: number): void => {
  writer.run(
    `INSERT INTO linked_groups (source_number, type, id) SELECT :source, :type, :id
     WHERE EXISTS (SELECT 1 FROM linked_groups WHERE type = :type AND id = :id) ON CONFLICT DO NOTHING`,
    { source, type, id },
  );
};

/** From now on what it brought is the project's own, with references to files that were not copied. */
export const releaseSource = (writer: Writer, source: number): void => {
  for (const table of ['linked_units', 'linked_groups', 'linked_sources'])
    writer.run(`DELETE FROM ${table} WHERE source_number = ?`, [source]);
};
