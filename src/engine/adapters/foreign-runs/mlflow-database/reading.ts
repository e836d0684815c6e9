import type { DatabaseSync } from 'node:sqlite';
import type { ArtifactLocator } from '../mlflow/locate-artifacts.ts';
import type { Tables } from './tables.ts';

/** An opened database and what is known of it. */
export interface DatabaseReading {
  readonly database: DatabaseSync;
  readonly tables: Tables;
  readonly file: string;
  readonly locator: ArtifactLocator;
  /** Ids of the runs that are read; null for all. */
  readonly only: ReadonlySet<string> | null;
}

/** A condition that holds for rows of the runs that are read. Their ids were found by `isIdentifier`, so they can stand in the statement. */
export const isWanted = ({ only }: Pick<DatabaseReading, 'only'>, column: string): string =>
  only === null ? 'TRUE' : `${column} IN (SELECT value FROM json_each('${JSON.stringify([...only])}'))`;
