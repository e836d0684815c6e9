import {
  type ForeignFormat,
  type ImportCounts,
  type ImportedArtifacts,
  noImportCounts,
  type SkippedList,
} from '../../../shared/model/foreign-runs.ts';
import type { JobProgram } from '../../ports/job-definition.ts';
import { folderOfSource } from '../../store/artifact-place.ts';
import { batchEntries } from './batch-entries.ts';
import { collectSkips } from './collect-skips.ts';
import type { ImportEntry } from './import-entries.ts';
import { beginReading, finishReading, readItem } from './read-items.ts';
import { withSourceIds } from './source-ids.ts';

export interface ImportInput {
  readonly format: ForeignFormat;
  readonly path: string;
  readonly artifacts: ImportedArtifacts;
  /** It was linked before, and its runs keep the ids that they have here. */
  readonly wasLinked?: boolean;
}

/** What the reader saw; what the engine made of it is known there. */
export interface ImportOutput {
  readonly found: ImportCounts;
  readonly skipped: SkippedList;
}

/** Reads a source from its beginning to its end. Writes nothing but files in the folder of the attempt. */
export const runImportJob: JobProgram<ImportInput, ImportOutput, readonly ImportEntry[]> = async (
  { artifacts, wasLinked, ...source },
  tools,
) => {
  const { signal, progress, stagingFolder } = tools;
  const batches = batchEntries(tools);
  const found = { ...noImportCounts };
  const skips = collectSkips(tools.log);
  const reading = beginReading({
    ...{ artifacts, signal, stagingFolder, folder: folderOfSource(source) },
    ...{ add: batches.add, skip: skips.add },
    count: (what, count = 1) => {
      found[what] += count;
    },
  });
  const items = tools.foreignRuns.read(source, { signal, progress, copiesFolder: stagingFolder });
  for await (const item of wasLinked === true ? withSourceIds(source, items) : items) {
    signal.throwIfAborted();
    await readItem(reading, item);
  }
  await finishReading(reading);
  await batches.flush();
  return { found, skipped: skips.list() };
};
