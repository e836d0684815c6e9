import { createDuckDbTableReader } from '../../src/engine/adapters/duckdb/duckdb-table-reader.ts';
import { createForeignRuns } from '../../src/engine/adapters/foreign-runs/create-foreign-runs.ts';
import type { ForeignRuns } from '../../src/engine/ports/foreign-runs.ts';

/** Runs of other tools of every format, read in this process. */
export const openForeignRuns = (): ForeignRuns => {
  const data = createDuckDbTableReader();
  return createForeignRuns({ parquet: () => data });
};
