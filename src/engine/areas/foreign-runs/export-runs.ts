import { resolve } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';
import { mostListedSkips, type RunsExport, type SkippedItem } from '../../../shared/model/foreign-runs.ts';
import type { CallContext } from '../../ports/call.ts';
import type { ForeignItem } from '../../ports/foreign-runs.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import type { Reader } from '../../ports/store-handles.ts';
import { findExperimentByName } from '../../store/experiments.ts';
import { readTrackingServer } from '../../store/tracking-server.ts';
import { storedItems } from './stored-items.ts';

type Services = Pick<ProjectServices, 'store' | 'objects' | 'unfinished' | 'paths' | 'foreignRuns'>;

/** Writes what the project has recorded into a new folder, or sends it to a tracking server. Errors: those of the port, `not-found`, `conflict`. */
export const exportRuns = async (
  { store: { reader }, objects, unfinished, paths, foreignRuns }: Services,
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
  if (isServer && isOwnServer(reader, to)) {
    throw new EngineError(
      'conflict',
      `${to} is this project’s own tracking server: its runs are there already. Name another server, or a folder.`,
    );
  }
  const target = isServer ? to : resolve(paths.folder, to);
  const outcome = await (isServer
    ? foreignRuns.sendToMlflowServer(target, items, { signal })
    : foreignRuns.writeMlflowFolder(target, items, { signal, unfinished }));
  const { experiments, runs, artifacts, traces } = outcome;
  for (const { kind: _, ...item } of outcome.skipped) skipped.push(item);
  return {
    ...{ to: target, experiments, runs, artifacts, traces },
    skipped: {
      count: skipped.reduce((sum, { count }) => sum + count, 0),
      items: skipped.slice(0, mostListedSkips),
    },
  };
};

const thisMachine = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

const isOwnServer = (reader: Reader, address: string): boolean => {
  const { hostname, port, protocol } = new URL(address);
  const server = readTrackingServer(reader);
  const isItsPort = Number(port || (protocol === 'https:' ? 443 : 80)) === server?.port;
  return server?.process != null && isItsPort && thisMachine.test(hostname);
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
