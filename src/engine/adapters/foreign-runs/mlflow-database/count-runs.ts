import type { FoundSource } from '../../../ports/foreign-runs.ts';
import { openForCounting } from './open-read-only.ts';
import { inspectTables } from './tables.ts';

/** Null: an SQLite file of some other program, or one that cannot be read. What lies in a write-ahead log is not counted. */
export const countMlflowDatabase = async (
  file: string,
): Promise<Pick<FoundSource, 'experimentCount' | 'runCount'> | null> => {
  try {
    const { database, close } = await openForCounting(file);
    try {
      const tables = inspectTables(database);
      const isMlflow = ['alembic_version', 'experiments', 'runs', 'latest_metrics'].every(tables.has);
      if (!isMlflow) return null;
      return { experimentCount: tables.countRows('experiments'), runCount: tables.countRows('runs') };
    } finally {
      close();
    }
  } catch {
    // Whatever is wrong with it, it is no source that could be offered.
    return null;
  }
};
