import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { foreignRunsContract } from '../../../shared/contract/foreign-runs.ts';
import { EngineError } from '../../../shared/errors.ts';
import {
  foreignFormatTitles,
  type ImportReport,
  mostListedSkips,
} from '../../../shared/model/foreign-runs.ts';
import type { Handlers } from '../../ports/call.ts';
import type { JobDefinition } from '../../ports/job-definition.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { importSourceNumber, insertImport } from '../../store/foreign-runs.ts';
import { setJobOutput } from '../../store/jobs.ts';
import { type LinkedSource, linkedSources, releaseSource } from '../../store/linked-sources.ts';
import { exportRuns } from './export-runs.ts';
import type { ImportEntry } from './import-entries.ts';
import type { ImportInput, ImportOutput } from './import-job.ts';
import { openTally, readTally, resetRefused } from './import-tally.ts';
import { createLinkHandlers } from './linked-source-handlers.ts';
import { createSourceReader } from './source-reader.ts';
import { watchSources } from './watch-sources.ts';
import { writeEntry } from './write-entry.ts';

type Services = Pick<
  ProjectServices,
  | 'store'
  | 'objects'
  | 'unfinished'
  | 'eventLog'
  | 'jobs'
  | 'clock'
  | 'ids'
  | 'paths'
  | 'foreignRuns'
  | 'children'
  | 'logger'
  | 'changed'
>;

/** Runs that other tools recorded: found, read where they lie, taken over, and written back for them. */
export const createForeignRunsArea = (services: Services) => {
  const { objects, eventLog, jobs, clock, ids, paths, foreignRuns } = services;

  const reader = createSourceReader(services);
  const watch = watchSources(services, reader);
  let isWatching = false;
  const read = async (source: LinkedSource): Promise<void> => {
    try {
      await (isWatching ? watch.read(source) : reader.read(source.number));
    } catch (thrown) {
      services.logger.error('A linked source could not be read', { reason: String(thrown) });
    }
  };

  const handlers = {
    ...createLinkHandlers(services, { reader, read }),

    'foreignRuns.find': async ({ folder, isWhole }, { signal, progress }) => {
      const { sources, isComplete } = await foreignRuns.detect(resolve(paths.folder, folder ?? ''), {
        ...{ signal, progress, isWhole },
      });
      return { sources: [...sources], isComplete };
    },

    'foreignRuns.import': ({ format, path: given, artifacts }) => {
      const path = resolve(paths.folder, given);
      if (statSync(path, { throwIfNoEntry: false }) === undefined)
        throw new EngineError('not-found', `There is nothing at ${path}.`, { details: { path } });
      const linked = linkedSources(services.store.reader).find(
        (source) => source.format === format && source.path === path,
      );
      return jobs.enqueue<ImportInput>({
        kind: 'import-runs',
        title: `Import ${foreignFormatTitles[format]} runs from ${path}`,
        input: { format, path, artifacts, ...(linked !== undefined && { wasLinked: true }) },
        subject: { type: 'import', id: ids.next() },
        together: (writer, jobId) => {
          // What was linked stays as it is, and is the project's own from here on.
          if (linked !== undefined) {
            releaseSource(writer, linked.number);
            void reader.stop(linked.number);
          }
          insertImport(writer, jobId, importSourceNumber(writer, { format, path }));
        },
      });
    },

    'foreignRuns.export': (input, context) => exportRuns(services, input, context),
  } satisfies Handlers<typeof foreignRunsContract>;

  const definition: JobDefinition<ImportInput, ImportOutput, readonly ImportEntry[]> = {
    kind: 'import-runs',
    // What an earlier attempt wrote is what this one would write; it finds it there.
    onStart: (writer, { id }) => resetRefused(writer, id),
    onEmission: (writer, { id, stagingFolder }, entries) => {
      const tally = openTally(writer, id);
      const keys = new Map<string, number>();
      for (const entry of entries) {
        writeEntry(
          {
            ...{
              writer,
              objects,
              eventLog,
              nowMs: clock.nowMs(),
              source: tally.source,
              isLinked: false,
              keys,
            },
            ...{ added: tally.added, refuse: tally.refuse, release: () => undefined },
            fileOf: ({ name }) => join(stagingFolder, name),
          },
          entry,
        );
      }
      tally.save();
    },
    finish:
      async ({ id, input: { artifacts, format, path, wasLinked = false } }, { found, skipped }) =>
      (writer) => {
        const { added, refused } = readTally(writer, id);
        const report: ImportReport = {
          source: { format, path },
          artifacts,
          wasLinked,
          found,
          added,
          skipped: {
            count: skipped.count + refused.count,
            items: [...refused.items, ...skipped.items].slice(0, mostListedSkips),
          },
        };
        setJobOutput(writer, id, report);
      },
    changes: () => [
      { topic: 'runs', ids: [] },
      { topic: 'models', ids: [] },
      { topic: 'traces', ids: [] },
      { topic: 'project', ids: [] },
    ],
  };
  return {
    handlers,
    jobDefinitions: [definition],
    /** An engine that stays keeps linked sources up to date; a short-lived one reads them when it is told to. */
    start: ({ background }: { background: boolean }): void => {
      isWatching = background;
      if (background) watch.start();
    },
    close: async (): Promise<void> => {
      watch.close();
      await reader.close();
    },
  };
};
