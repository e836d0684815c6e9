import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';
import type { ParquetRows } from '../../ports/data-engine.ts';
import type {
  ForeignChange,
  ForeignRuns,
  ForeignSource,
  KnownUnits,
  ReadContext,
} from '../../ports/foreign-runs.ts';
import { detectSources } from './detect-sources.ts';
import { isItem } from './follow-units.ts';
import { UnreadableFile } from './guarded-files.ts';
import { lookAtSource } from './look-at-source.ts';
import { readMlflowDatabase } from './mlflow-database/read-mlflow-database.ts';
import { readMlflowFolder } from './mlflow-folder/read-mlflow-folder.ts';
import { createRunFolderPool, readRunFoldersHere } from './mlflow-folder/run-folder-pool.ts';
import { writeMlflowFolder } from './mlflow-folder/write-mlflow-folder.ts';
import { sendToMlflowServer } from './mlflow-server/send-to-mlflow-server.ts';
import { readNeptune } from './neptune/read-neptune.ts';
import { endlessBudget } from './search-budget.ts';
import { readTensorboard } from './tensorboard/read-tensorboard.ts';
import { readWandb } from './wandb/read-wandb.ts';

export interface ForeignRunsOptions {
  /** The program of mlflow-folder/run-folder-worker; without one, `mlruns` folders are read in this thread. */
  readonly runFolderWorker?: string | URL;
  /** Reads the files of Neptune's exports; without it those are found and looked at only. */
  readonly parquet?: () => ParquetRows;
}

export const createForeignRuns = ({ runFolderWorker, parquet }: ForeignRunsOptions = {}): ForeignRuns => {
  const readRuns = runFolderWorker === undefined ? readRunFoldersHere : createRunFolderPool(runFolderWorker);

  const open = (
    { format, path }: ForeignSource,
    context: ReadContext,
    known: KnownUnits,
  ): AsyncIterable<ForeignChange> => {
    const absolute = resolve(path);
    requireExisting(absolute);
    if (format === 'mlflow-folder') return readMlflowFolder(absolute, readRuns, context, known);
    if (format === 'mlflow-database') return readMlflowDatabase(absolute, context, known);
    if (format === 'wandb') return readWandb(absolute, context, known);
    if (format === 'tensorboard') return readTensorboard(absolute, context, known);
    if (parquet === undefined) throw new Error('Nothing is here that reads Parquet.');
    return readNeptune(absolute, parquet(), context, known);
  };

  async function* readGuarded(
    source: ForeignSource,
    context: ReadContext,
    known: KnownUnits,
  ): AsyncGenerator<ForeignChange> {
    try {
      yield* open(source, context, known);
    } catch (thrown) {
      // Only the source's own folder comes this far; everything inside of it is a skipped item.
      if (!(thrown instanceof UnreadableFile)) throw thrown;
      throw new EngineError('data-malformed', `${source.path} cannot be read. ${thrown.message}`, {
        details: { path: source.path },
      });
    }
  }

  return {
    detect: (folder, { isWhole = false, ...context } = {}) =>
      detectSources(requireExisting(resolve(folder)), {
        ...context,
        ...(isWhole && { budget: endlessBudget }),
      }),
    async *read(source, context = {}) {
      for await (const item of readGuarded(source, context, null)) if (isItem(item)) yield item;
    },
    readChanges: (source, known, context = {}) => readGuarded(source, context, known),
    look: async (source, units) => lookAtSource(source, units),
    writeMlflowFolder,
    sendToMlflowServer,
  };
};

const requireExisting = (path: string): string => {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return path;
  throw new EngineError('not-found', `There is nothing at ${path}.`, { details: { path } });
};
