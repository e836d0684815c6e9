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

/** A condition that holds for rows of the runs that are read. */
export const isWanted = ({ only }: Pick<DatabaseReading, 'only'>, column: string): string =>
  only === null ? 'TRUE' : isOneOf(column, [...only]);

/** Conditions that hold for rows of some runs, whose ids were found by `isIdentifier`, so that they can stand in the statement. */
export const isOneOf = (column: string, ids: readonly string[]): string =>
  `${column} IN (SELECT value FROM json_each('${JSON.stringify(ids)}'))`;

/** Of all from the first to the last; the ids are in order. */
export const isAmong = (column: string, ids: readonly string[]): string =>
  `${column} BETWEEN '${ids[0]}' AND '${ids.at(-1)}'`;
