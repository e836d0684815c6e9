import { resolve } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';
import { mostListedSkips, type RunsExport, type SkippedItem } from '../../../shared/model/foreign-runs.ts';
import type { CallContext } from '../../ports/call.ts';
import type { ForeignItem } from '../../ports/foreign-runs.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { findExperimentByName } from '../../store/experiments.ts';
import { storedItems } from './stored-items.ts';

type Services = Pick<ProjectServices, 'store' | 'objects' | 'paths' | 'foreignRuns'>;

/** Writes what the project has recorded into a new folder, or sends it to a tracking server. Errors: those of the port, `not-found`. */
export const exportRuns = async (
  { store: { reader }, objects, paths, foreignRuns }: Services,
  { to, experiment }: { to: string; experiment?: string | undefined },
  { signal, progress }: CallContext,
): Promise<RunsExport> => {
  if (experiment !== undefined && findExperimentByName(reader, experiment) === undefined)
    throw new EngineError('not-found', `There is no experiment “${experiment}” in this project.`);
  const skipped: SkippedItem[] = [];
  const items = collectingSkips(
    storedItems({ reader, objects, signal, progress }, experiment ?? null),
    skipped,
  );
  const isServer = /^https?:\/\//i.test(to);
  const target = isServer ? to : resolve(paths.folder, to);
  const write = isServer ? foreignRuns.sendToMlflowServer : foreignRuns.writeMlflowFolder;
  const outcome = await write(target, items, { signal });
  const { experiments, runs, artifacts } = outcome;
  for (const { kind: _, ...item } of outcome.skipped) skipped.push(item);
  return {
    ...{ to: target, experiments, runs, artifacts },
    skipped: {
      count: skipped.reduce((sum, { count }) => sum + count, 0),
      items: skipped.slice(0, mostListedSkips),
    },
  };
};

/** What this project itself cannot give away; writers leave it out. */
async function* collectingSkips(
  items: AsyncIterable<ForeignItem>,
  skipped: SkippedItem[],
): AsyncGenerator<ForeignItem> {
  for await (const item of items) {
    if (item.kind !== 'skipped') yield item;
    else {
      const { kind: _, ...rest } = item;
      skipped.push(rest);
    }
  }
}
