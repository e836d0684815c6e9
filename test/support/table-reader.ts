import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  createDuckDbTableReader,
  type DuckDbTableReader,
} from '../../src/engine/adapters/duckdb/duckdb-table-reader.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A real reader, closed when the test has ended. */
export const tableReader = (): DuckDbTableReader => {
  const reader = createDuckDbTableReader();
  onTestFinished(() => reader.close());
  return reader;
};

/** A file with this content in a temporary folder; answers its path. */
export const dataFile = (name: string, content: string | Uint8Array): string => {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
};
