import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';

/** What a database has. MLflow's schema has had some fifty revisions; what counts is which tables and columns are there. */
export interface Tables {
  readonly names: readonly string[];
  has(table: string): boolean;
  hasColumn(table: string, column: string): boolean;
  /** Whether rows with the same value of the column are found without a pass through the table. */
  hasIndex(table: string, column: string): boolean;
  countRows(table: string): number;
  /** `SELECT`s the columns as text, in order; those that this revision lacks are NULL. `rest` is whatever follows FROM. */
  selectText(table: string, columns: readonly string[], rest: string): StatementSync;
}

export type Row = Record<string, SQLOutputValue>;

export const inspectTables = (database: DatabaseSync): Tables => {
  const columns = new Map<string, ReadonlySet<string>>();
  // Views and virtual tables could run anything; MLflow has none.
  const tables = database
    .prepare(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name`,
    )
    .all();
  for (const { name } of tables) {
    const found = database.prepare('SELECT name FROM pragma_table_info(?)').all(String(name));
    columns.set(String(name), new Set(found.map((column) => String(column.name))));
  }
  const hasColumn = (table: string, column: string) => columns.get(table)?.has(column) ?? false;
  const text = (table: string, column: string) =>
    hasColumn(table, column) ? `CAST(${table}.${column} AS TEXT) AS ${column}` : `NULL AS ${column}`;
  return {
    names: [...columns.keys()],
    has: (table) => columns.has(table),
    hasColumn,
    hasIndex: (table, column) =>
      database
        .prepare(
          `SELECT 1 FROM pragma_index_list(?) AS indexes JOIN pragma_index_info(indexes.name) AS columns
           WHERE columns.seqno = 0 AND columns.name = ?`,
        )
        .get(table, column) !== undefined,
    countRows: (table) => Number(database.prepare(`SELECT count(*) AS n FROM ${quoted(table)}`).get()?.n),
    selectText: (table, wanted, rest) =>
      database.prepare(
        `SELECT ${wanted.map((column) => text(table, column)).join(', ')} FROM ${table} ${rest}`,
      ),
  };
};

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const textOf = (row: Row, column: string): string | null => {
  const value = row[column];
  return typeof value === 'string' ? value : null;
};

export const numberOf = (row: Row, column: string): number => {
  const value = row[column];
  return typeof value === 'number' ? value : Number.NaN;
};

/** Ids as MLflow makes them, so that the database's order and ours are the same. */
export const isIdentifier = (column: string): string =>
  `${column} GLOB '[a-zA-Z0-9]*' AND ${column} NOT GLOB '*[^a-zA-Z0-9_-]*'`;

/** SQL for the columns as one text. */
export const joined = (columns: readonly string[]): string =>
  columns.map((column) => `coalesce(CAST(${column} AS TEXT), '')`).join(` || char(31) || `);
