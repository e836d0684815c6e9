import { fingerprintOf } from '../stamps.ts';
import { type DatabaseReading, isAmong, isOneOf } from './reading.ts';
import { isIdentifier, joined } from './tables.ts';

/** Ids of all runs, in order. */
export const runIdsOf = ({ database }: DatabaseReading): string[] =>
  database
    .prepare(`SELECT run_uuid AS id FROM runs WHERE ${isIdentifier('run_uuid')} ORDER BY run_uuid`)
    .all()
    .map(({ id }) => String(id));

/**
 * Fingerprints of the runs from the first to the last of some ids that follow each other. Each has two parts: of what is written over in a
 * database (the run's own row and its experiment's, its tags), and of what is only added to it (how many parameters, points and inputs it has,
 * and its latest points). The second takes by far longer, and is not asked for where it is known.
 */
export const fingerprintRuns = (
  reading: DatabaseReading,
  ids: readonly string[],
  knownAdded: (id: string) => string | null = () => null,
): ReadonlyMap<string, string> => {
  if (ids.length === 0) return new Map();
  const isAny: RunCondition = (column) => isAmong(column, ids);
  const written = factsBy(reading, [rowsOf(reading, isAny), ...tagsOf(reading, isAny)]);
  const known = new Map(ids.map((id) => [id, knownAdded(id)]));
  const unknown = ids.filter((id) => known.get(id) === null);
  const isUnknown: RunCondition = (column) =>
    unknown.length === ids.length ? isAmong(column, ids) : isOneOf(column, unknown);
  const added = unknown.length === 0 ? new Map() : factsBy(reading, addedOf(reading, isUnknown));
  const fingerprints = new Map<string, string>();
  for (const id of ids) {
    const facts = written.get(id);
    // Nothing but tags: the run has gone meanwhile.
    if (facts?.startsWith(ownRow) === true)
      fingerprints.set(
        id,
        `${fingerprintOf([facts])}.${known.get(id) ?? fingerprintOf([added.get(id) ?? ''])}`,
      );
  }
  return fingerprints;
};

/** The second part of a fingerprint. */
export const addedPartOf = (fingerprint: string): string | null => fingerprint.split('.')[1] ?? null;

type RunCondition = (column: string) => string;

/** SQL that answers `run` and `facts`. */
type Summary = string;

/** What the summaries say of each run, in their order. */
const factsBy = ({ database }: DatabaseReading, summaries: readonly Summary[]): Map<string, string> => {
  const facts = new Map<string, string>();
  for (const [index, summary] of summaries.entries()) {
    const statement = database.prepare(summary);
    statement.setReturnArrays(true);
    for (const [run, said] of statement.all() as unknown as [string, string | number][])
      facts.set(run, `${facts.get(run) ?? ''}\n${index} ${said}`);
  }
  return facts;
};

/** How facts begin where the run's own row is among them. */
const ownRow = '\n0 ';

const rowsOf = ({ tables }: DatabaseReading, isRead: RunCondition): Summary => {
  const columns = ['name', 'experiment_id', 'user_id', 'status', 'start_time', 'end_time', 'deleted_time'];
  const more = ['lifecycle_stage', 'artifact_uri'];
  const known = [...columns, ...more].filter((column) => tables.hasColumn('runs', column));
  const facts = joined([
    ...known.map((column) => `runs.${column}`),
    ...['experiments.name', 'experiments.lifecycle_stage'],
  ]);
  return `SELECT run_uuid AS run, ${facts} AS facts FROM runs LEFT JOIN experiments ON experiments.experiment_id = runs.experiment_id
    WHERE ${isRead('run_uuid')}`;
};

const tagsOf = ({ tables }: DatabaseReading, isRead: RunCondition): Summary[] =>
  tables.has('tags')
    ? [
        `SELECT run_uuid AS run, group_concat(key || char(31) || value, char(30)) AS facts FROM tags
         WHERE ${isRead('run_uuid')} GROUP BY tags.run_uuid`,
      ]
    : [];

const addedOf = ({ tables }: DatabaseReading, isRead: RunCondition): Summary[] =>
  [
    { table: 'params', run: 'run_uuid', isOfRun: 'TRUE', facts: 'count(*)' },
    { table: 'metrics', run: 'run_uuid', isOfRun: 'TRUE', facts: 'count(*)' },
    {
      ...{ table: 'latest_metrics', run: 'run_uuid', isOfRun: 'TRUE' },
      facts: joined(['count(*)', 'total(value)', 'total(step)', 'total(timestamp)']),
    },
    // The types are what the indexes begin with.
    { table: 'inputs', run: 'destination_id', isOfRun: `destination_type = 'RUN'`, facts: 'count(*)' },
    {
      ...{ table: 'inputs', run: 'source_id', isOfRun: `source_type IN ('RUN_INPUT', 'RUN_OUTPUT')` },
      facts: 'count(*)',
    },
  ]
    .filter(({ table }) => tables.has(table))
    .map(
      ({ table, run, isOfRun, facts }) =>
        `SELECT ${run} AS run, ${facts} AS facts FROM ${table} WHERE ${isOfRun} AND ${isRead(run)} GROUP BY ${table}.${run}`,
    );
