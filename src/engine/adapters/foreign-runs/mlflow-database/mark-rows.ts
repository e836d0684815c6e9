import { fingerprintOf } from '../stamps.ts';
import type { DatabaseReading } from './reading.ts';
import { joined } from './tables.ts';

/**
 * Tables that MLflow adds rows to and never writes over, so that what is new in them has the highest numbers. Rows go only with their run, which
 * is seen by the run.
 */
const grownTables = [
  { table: 'params', runs: ['run_uuid'], columns: ['run_uuid', 'key', 'value'] },
  { table: 'metrics', runs: ['run_uuid'], columns: ['run_uuid', 'key', 'timestamp', 'value'] },
  {
    ...{ table: 'inputs', runs: ['destination_id', 'source_id'] },
    columns: ['source_type', 'source_id', 'destination_type', 'destination_id'],
  },
] as const;

/** How far a database was read. The last rows are told with what they say: their numbers are given anew when they go, or when it is packed. */
interface Mark {
  /** SQLite's own, which changes with every revision and every packing. */
  readonly schema: number;
  readonly lastRows: Readonly<Record<string, LastRow | null>>;
}

interface LastRow {
  /** As text: it may be larger than a number here can tell. */
  readonly number: string;
  readonly fingerprint: string;
}

const highestNumber = String(2n ** 63n - 1n);

export const markOf = (reading: DatabaseReading): string => {
  const lastRows = tablesOf(reading).map((one) => [one.table, lastRowUpTo(reading, one, highestNumber)]);
  return JSON.stringify({
    schema: schemaOf(reading),
    lastRows: Object.fromEntries(lastRows),
  } satisfies Mark);
};

/** Ids of the runs that have rows behind the mark; null where that cannot be told any more, and every run is to be looked at. */
export const grownSince = (reading: DatabaseReading, given: string): ReadonlySet<string> | null => {
  const mark = JSON.parse(given) as Mark;
  if (mark.schema !== schemaOf(reading)) return null;
  const grown = new Set<string>();
  for (const one of tablesOf(reading)) {
    const last = mark.lastRows[one.table] ?? null;
    if (last !== null && !isSame(lastRowUpTo(reading, one, last.number), last)) return null;
    for (const run of one.runs)
      for (const row of reading.database
        .prepare(
          `SELECT DISTINCT CAST(${run} AS TEXT) AS run FROM ${one.table} WHERE rowid > CAST(? AS INTEGER)`,
        )
        .iterate(last?.number ?? '0'))
        grown.add(String(row.run));
  }
  return grown;
};

const tablesOf = ({ tables }: DatabaseReading) => grownTables.filter(({ table }) => tables.has(table));

const schemaOf = ({ database }: DatabaseReading): number =>
  Number(database.prepare('PRAGMA schema_version').get()?.schema_version);

/** Null where there is none. */
const lastRowUpTo = (
  { database }: DatabaseReading,
  { table, columns }: (typeof grownTables)[number],
  number: string,
): LastRow | null => {
  const row = database
    .prepare(
      `SELECT CAST(rowid AS TEXT) AS number, ${joined(columns)} AS facts FROM ${table}
       WHERE rowid <= CAST(? AS INTEGER) ORDER BY rowid DESC LIMIT 1`,
    )
    .get(number);
  return row === undefined
    ? null
    : { number: String(row.number), fingerprint: fingerprintOf([String(row.facts)]) };
};

const isSame = (one: LastRow | null, other: LastRow): boolean =>
  one?.number === other.number && one.fingerprint === other.fingerprint;
