import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FoundSource } from '../../../ports/foreign-runs.ts';
import { type FolderEntry, listFolder } from '../guarded-files.ts';
import { isExperimentId, isRunId } from '../mlflow/identifiers.ts';
import type { SearchBudget } from '../search-budget.ts';
import { attempt } from '../skipped.ts';
import { metaFile, readMeta } from './read-meta.ts';

/** Enough to meet an experiment among other folders. */
const maxCandidates = 40;
const reservedNames = new Set(['tags', 'datasets', 'traces', 'models', metaFile]);

const experimentsIn = (entries: readonly FolderEntry[]): FolderEntry[] =>
  entries.filter((entry) => entry.type === 'folder' && isExperimentId(entry.name) && entry.name !== 'models');

/** A folder that has an experiment in it: a folder whose `meta.yaml` names the folder as its experiment. */
export const isMlflowFolder = (folder: string, entries: readonly FolderEntry[]): boolean => {
  const trash = entries.some((entry) => entry.name === '.trash');
  const candidates = experimentsIn(entries).slice(0, maxCandidates);
  return (
    candidates.some((entry) => isExperiment(folder, entry.name)) ||
    (trash &&
      listFolder(join(folder, '.trash')).some((entry) => isExperiment(join(folder, '.trash'), entry.name)))
  );
};

const isExperiment = (folder: string, name: string): boolean => {
  const path = join(folder, name);
  if (!existsSync(join(path, metaFile))) return false;
  const meta = attempt(() => readMeta(path));
  return meta.ok && meta.value.text('experiment_id') === name && meta.value.scalars.has('artifact_location');
};

/** Folders that look like experiments and runs, by their names alone. Null for the runs when there are too many to list. */
export const countMlflowFolder = (
  folder: string,
  budget: SearchBudget,
): Pick<FoundSource, 'experimentCount' | 'runCount'> => {
  const own = attempt(() => listFolder(folder));
  const experiments = own.ok ? experimentsIn(own.value) : [];
  let runCount: number | null = 0;
  for (const experiment of experiments) {
    if (budget.isSpent()) return { experimentCount: experiments.length, runCount: null };
    const listing = attempt(() => listFolder(join(folder, experiment.name)));
    const runs = listing.ok ? listing.value.filter(isRunFolder).length : 0;
    runCount += runs;
    budget.spend(runs);
  }
  return { experimentCount: experiments.length, runCount };
};

const isRunFolder = (entry: FolderEntry): boolean =>
  entry.type === 'folder' && isRunId(entry.name) && !reservedNames.has(entry.name);
