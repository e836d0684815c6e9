import { mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { type EngineCommandName, engineContract } from '../shared/contract/index.ts';
import { EngineError } from '../shared/errors.ts';
import type { EngineEvent } from '../shared/events.ts';
import type { ProjectInfo } from '../shared/model/project.ts';
import { createDatasetsArea } from './areas/datasets/create-datasets-area.ts';
import { createEvaluationArea } from './areas/evaluation/create-evaluation-area.ts';
import { createExportsArea } from './areas/exports/create-exports-area.ts';
import { createForeignRunsArea } from './areas/foreign-runs/create-foreign-runs-area.ts';
import { createJobsArea } from './areas/jobs/create-jobs-area.ts';
import { createMonitoringArea } from './areas/monitoring/create-monitoring-area.ts';
import { createProjectArea } from './areas/projects/create-project-area.ts';
import { keepDailyBackup } from './areas/projects/keep-backup.ts';
import { readLookFile } from './areas/projects/look-place.ts';
import { projectPaths } from './areas/projects/project-paths.ts';
import { createProjectSettings } from './areas/projects/project-settings.ts';
import { removeUnfinished } from './areas/projects/remove-unfinished.ts';
import { createRegistryArea } from './areas/registry/create-registry-area.ts';
import { createServingArea } from './areas/serving/create-serving-area.ts';
import { createTracesArea } from './areas/traces/create-traces-area.ts';
import { createNotesArea } from './areas/tracking/create-notes-area.ts';
import { createRunArtifactsArea } from './areas/tracking/create-run-artifacts-area.ts';
import { createRunComparisonArea } from './areas/tracking/create-run-comparison-area.ts';
import { createRunEditsArea } from './areas/tracking/create-run-edits-area.ts';
import { createRunExportsArea } from './areas/tracking/create-run-exports-area.ts';
import { createRunListsArea } from './areas/tracking/create-run-lists-area.ts';
import { createRunViewsArea } from './areas/tracking/create-run-views-area.ts';
import { createTrackingArea } from './areas/tracking/create-tracking-area.ts';
import { createRunRecreationArea } from './areas/tracking/recreation/create-run-recreation-area.ts';
import { createRunReportsArea } from './areas/tracking/report/create-run-reports-area.ts';
import { createTrackingServerArea } from './areas/tracking-server/create-tracking-server-area.ts';
import { createTrainingArea } from './areas/training/create-training-area.ts';
import type { OpenProject } from './attach/project-session.ts';
import type { HandlerTable, InScope } from './dispatch/handler-table.ts';
import { runHandler } from './dispatch/run-handler.ts';
import type { EngineDependencies } from './engine-dependencies.ts';
import { createJobQueue } from './jobs/create-job-queue.ts';
import type { AnyDefinition } from './jobs/execute-job.ts';
import type { Handlers } from './ports/call.ts';
import type { ProjectPaths, ProjectServices } from './ports/project-services.ts';
import { createEventLog } from './store/event-log.ts';
import { createObjectStore } from './store/objects.ts';
import { type OpenedStore, openStore } from './store/open-store.ts';
import { findProjectRecord, insertProjectRecord, type ProjectRecord } from './store/project.ts';
import { createReserve } from './store/reserve.ts';
import { createUnfinishedFiles } from './store/unfinished-files.ts';

export interface ProjectRequest {
  readonly folder: string;
  readonly mode: 'write' | 'read-only';
  /** Name and kind of a project that has just been made. */
  readonly creation?: { readonly name: string; readonly isSample: boolean } | undefined;
  readonly publish: (event: EngineEvent) => void;
  readonly dependencies: EngineDependencies;
}

/** Opens one project in this process and wires everything that answers its commands. */
export const createProject = async (request: ProjectRequest): Promise<OpenProject> => {
  const { folder, mode, dependencies, publish } = request;
  const { clock, logger, children } = dependencies;
  const paths = projectPaths(folder);
  if (mode === 'write') makeFolders(paths);
  const reserve = createReserve(paths.reserve);
  const store = openStore({
    file: paths.database,
    backupsFolder: paths.backups,
    clock,
    logger,
    readOnly: mode === 'read-only',
    reserve,
  });
  try {
    const unfinished = createUnfinishedFiles(paths.saving);
    if (!store.isReadOnly) {
      unfinished.removeLeft();
      removeUnfinished(paths);
      reserve.keep();
    }
    const settings = createProjectSettings(paths.settings);
    const record = readOrMakeRecord(store, request);
    const queue = createJobQueue({
      ...{ store, children, paths, clock, logger, publish, ids: dependencies.ids },
      parallel: settings.read().jobs.parallel,
      resumeOnStart: dependencies.background,
    });
    const objects = createObjectStore({ folder: paths.objects, store, clock });
    const services: ProjectServices = {
      ...dependencies,
      ...{ paths, store, settings, publish, jobs: queue, objects, unfinished, reserve },
      eventLog: createEventLog({ clock, actor: dependencies.actor }),
      changed: (topic, ids) => publish({ type: 'changed', project: folder, topic, ids: [...ids] }),
    };
    const info: ProjectInfo = {
      folder,
      name: settings.read().name ?? record.name,
      createdAtMs: record.createdAtMs,
      attached: false,
      readOnlyReason: store.isReadOnly ? store.refusal().message : null,
      isSample: record.isSample,
      looksAt: readLookFile(folder),
    };

    const datasets = createDatasetsArea(services);
    const training = createTrainingArea(services);
    const tracking = createTrackingArea(services);
    const artifacts = createRunArtifactsArea(services);
    const comparison = createRunComparisonArea(services);
    const runLists = createRunListsArea(services);
    const runExports = createRunExportsArea(services, runLists.tableOf);
    const runReports = createRunReportsArea(services, { comparison: comparison.handlers, project: info });
    const runEdits = createRunEditsArea(services);
    const notes = createNotesArea(services);
    const runViews = createRunViewsArea(services);
    const runRecreation = createRunRecreationArea(services);
    const trackingServer = createTrackingServerArea(services);
    const traces = createTracesArea(services);
    const registry = createRegistryArea(services);
    const serving = createServingArea(services);
    const evaluation = createEvaluationArea(services);
    const monitoring = createMonitoringArea(services);
    const exports = createExportsArea(services);
    const foreignRuns = createForeignRunsArea(services);
    const jobs = createJobsArea({ queue, paths });
    const project = createProjectArea({
      ...services,
      store,
      info,
      endpoints: async () => serving.handlers['serving.list'](),
      work: {
        abandonedJobs: queue.abandoned,
        requeueAbandonedJobs: queue.requeueAbandoned,
        isBeingStored: objects.isBeingStored,
      },
    });
    const handlers = {
      ...project.handlers,
      ...datasets.handlers,
      ...training.handlers,
      ...tracking.handlers,
      ...artifacts.handlers,
      ...comparison.handlers,
      ...runLists.handlers,
      ...runExports.handlers,
      ...runReports.handlers,
      ...runEdits.handlers,
      ...notes.handlers,
      ...runViews.handlers,
      ...runRecreation.handlers,
      ...trackingServer.handlers,
      ...traces.handlers,
      ...registry.handlers,
      ...serving.handlers,
      ...evaluation.handlers,
      ...monitoring.handlers,
      ...exports.handlers,
      ...foreignRuns.handlers,
      ...jobs.handlers,
    } satisfies Handlers<InScope<typeof engineContract, 'project'>>;
    const definitions = [
      ...training.jobDefinitions,
      ...serving.jobDefinitions,
      ...evaluation.jobDefinitions,
      ...monitoring.jobDefinitions,
      ...exports.jobDefinitions,
      ...foreignRuns.jobDefinitions,
    ] as readonly AnyDefinition[];

    if (!store.isReadOnly) {
      await objects.recover();
      await queue.start(definitions);
      // Endpoints take a moment to warm up; the project can be used meanwhile.
      void serving
        .start({ background: dependencies.background })
        .catch((thrown) => logger.error('Endpoints could not be restored', { reason: String(thrown) }));
      foreignRuns.start({ background: dependencies.background });
      void trackingServer
        .start({ background: dependencies.background })
        .catch((thrown) =>
          logger.error('The tracking server could not be restored', { reason: String(thrown) }),
        );
    }

    return {
      info,
      call: (command, input, options) => callProject({ handlers, store, command, input, options }),
      close: async () => {
        await foreignRuns.close();
        await queue.close();
        await serving.close();
        await trackingServer.close();
        await comparison.close();
        await artifacts.close();
        await settle(objects, dependencies);
        if (dependencies.background && !store.isReadOnly) await backUp(store, paths, dependencies);
        store.close();
      },
    };
  } catch (thrown) {
    store.close();
    throw thrown;
  }
};

/** What cannot be freed now is freed when the project is opened again. */
const settle = async (
  objects: ReturnType<typeof createObjectStore>,
  { logger }: EngineDependencies,
): Promise<void> => {
  try {
    await objects.close();
  } catch (thrown) {
    logger.warn('Files that nothing holds could not be removed', { reason: String(thrown) });
  }
};

/** A copy that cannot be made is no reason not to close. */
const backUp = async (store: OpenedStore, paths: ProjectPaths, { clock, logger }: EngineDependencies) => {
  try {
    await keepDailyBackup({ store, paths, clock });
  } catch (thrown) {
    logger.warn('The daily copy of the database could not be made', { reason: String(thrown) });
  }
};

const makeFolders = (paths: ProjectPaths): void => {
  for (const folder of [paths.objects, paths.logs, paths.backups, paths.predictions, paths.bundles]) {
    mkdirSync(folder, { recursive: true });
  }
};

/** The first opening writes down what the project is called. */
const readOrMakeRecord = (store: OpenedStore, request: ProjectRequest): ProjectRecord => {
  const known = findProjectRecord(store.reader);
  if (known !== undefined) return known;
  const record: ProjectRecord = {
    name: request.creation?.name ?? basename(request.folder),
    isSample: request.creation?.isSample ?? false,
    createdAtMs: request.dependencies.clock.nowMs(),
  };
  if (!store.isReadOnly) store.write((writer) => insertProjectRecord(writer, record));
  return record;
};

const callProject = async ({
  handlers,
  store,
  command,
  input,
  options,
}: {
  handlers: HandlerTable;
  store: Pick<OpenedStore, 'isReadOnly' | 'refusal'>;
  command: string;
  input: unknown;
  options: Parameters<OpenProject['call']>[2];
}): Promise<unknown> => {
  const spec = Object.hasOwn(engineContract, command) && engineContract[command as EngineCommandName];
  if (spec === false || spec.scope !== 'project') {
    throw new EngineError('invalid-input', `“${command}” is not a command of a project.`);
  }
  if (spec.changes && store.isReadOnly) throw store.refusal();
  const signal = options?.signal ?? new AbortController().signal;
  return runHandler({ command, spec, handlers, input, signal, onProgress: options?.onProgress });
};
