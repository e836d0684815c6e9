import type { DatabaseReading } from './reading.ts';
import { numberOf } from './tables.ts';

/** What everything is in where nobody has made workspaces. Source: mlflow/utils/workspace_utils.py. */
export const defaultWorkspace = 'default';

/** A condition on rows of the table; revisions without workspaces have one. */
export const inDefaultWorkspace = ({ tables }: Pick<DatabaseReading, 'tables'>, table: string): string =>
  tables.hasColumn(table, 'workspace') ? `${table}.workspace = '${defaultWorkspace}'` : 'TRUE';

export const rowsInOtherWorkspaces = (reading: DatabaseReading, table: string): number => {
  const { database } = reading;
  const row = database
    .prepare(`SELECT count(*) AS n FROM ${table} WHERE NOT ${inDefaultWorkspace(reading, table)}`)
    .get();
  return row === undefined ? 0 : numberOf(row, 'n');
};
