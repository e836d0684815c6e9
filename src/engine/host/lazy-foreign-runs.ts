import type { ParquetRows } from '../ports/data-engine.ts';
import type { ForeignRuns } from '../ports/foreign-runs.ts';
import { isBuilt } from './is-built.ts';

/** Readers of other tools' formats are loaded when somebody asks for one of them; most sessions never do. */
export const createLazyForeignRuns = (options: { parquet?: () => ParquetRows } = {}): ForeignRuns => {
  let loading: Promise<ForeignRuns> | undefined;
  const foreignRuns = (): Promise<ForeignRuns> => {
    loading ??= import('../adapters/foreign-runs/create-foreign-runs.ts').then((adapter) =>
      adapter.createForeignRuns({ ...options, runFolderWorker }),
    );
    return loading;
  };
  return {
    detect: async (folder, context) => (await foreignRuns()).detect(folder, context),
    async *read(source, context) {
      yield* (await foreignRuns()).read(source, context);
    },
    async *readChanges(source, known, context) {
      yield* (await foreignRuns()).readChanges(source, known, context);
    },
    look: async (source, units) => (await foreignRuns()).look(source, units),
    writeMlflowFolder: async (folder, items, context) =>
      (await foreignRuns()).writeMlflowFolder(folder, items, context),
    sendToMlflowServer: async (url, items, context) =>
      (await foreignRuns()).sendToMlflowServer(url, items, context),
  };
};

const runFolderWorker = new URL(
  isBuilt ? '../engine/run-folder-worker.js' : '../adapters/foreign-runs/mlflow-folder/run-folder-worker.ts',
  import.meta.url,
);
