import { dirname, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { EngineError } from '../../../../shared/errors.ts';
import type { ReadContext } from '../../../ports/foreign-runs.ts';
import { createArtifactLocator } from '../mlflow/locate-artifacts.ts';
import { openReadOnly, type ReadOnlyDatabase, readInPlace } from './open-read-only.ts';
import type { DatabaseReading } from './reading.ts';
import { inspectTables } from './tables.ts';

/** Once more than this, it is written so fast that only a copy holds still. */
const mostAttempts = 10;
const betweenAttemptsMs = 5;

/**
 * Reads a database in small parts, each of which is as it was at one moment, while it is written: in place as long as that can be proven,
 * from a private copy from then on. What is asked for later may be of a later moment. Errors: see `openReadOnly`.
 */
export const openMoments = (
  file: string,
  { artifactFolders = [], copiesFolder }: Pick<ReadContext, 'artifactFolders' | 'copiesFolder'>,
) => {
  const locator = createArtifactLocator([...artifactFolders, dirname(resolve(file))]);
  let copy: ReadOnlyDatabase | null = null;
  return {
    /** `read` is asked anew when somebody wrote meanwhile, so it keeps nothing but its answer. */
    of: async <Answer>(read: (reading: DatabaseReading) => Answer): Promise<Answer> => {
      const readAt = ({ database }: Pick<ReadOnlyDatabase, 'database'>): Answer =>
        read({ database, tables: requireMlflow(file, inspectTables(database)), file, locator, only: null });
      for (let attempt = 0; attempt < mostAttempts && copy === null; attempt += 1) {
        // Others get their turn in any case.
        await setTimeout(attempt === 0 ? 0 : betweenAttemptsMs);
        const done = await readInPlace(file, readAt);
        if (done !== null) return done.answer;
      }
      copy ??= await openReadOnly(file, { fromCopy: true, copiesFolder });
      return readAt(copy);
    },
    close: (): void => copy?.close(),
  };
};

export type Moments = ReturnType<typeof openMoments>;

/** Error `data-malformed` for another program's database. */
export const requireMlflow = (file: string, tables: DatabaseReading['tables']): DatabaseReading['tables'] => {
  if (tables.has('experiments') && tables.has('runs')) return tables;
  throw new EngineError('data-malformed', `${file} has no tables of experiments and runs.`, {
    details: { path: file },
  });
};
