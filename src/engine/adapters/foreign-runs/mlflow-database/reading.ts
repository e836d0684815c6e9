import type { DatabaseSync } from 'node:sqlite';
import type { ArtifactLocator } from '../mlflow/locate-artifacts.ts';
import type { Tables } from './tables.ts';

/** An opened database and what is known of it. */
export interface DatabaseReading {
  readonly database: DatabaseSync;
  readonly tables: Tables;
  readonly file: string;
  readonly locator: ArtifactLocator;
}
