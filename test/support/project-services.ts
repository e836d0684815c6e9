import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { createChildLauncher } from '../../src/engine/adapters/children/create-child-launcher.ts';
import { createDockerRuntime } from '../../src/engine/adapters/docker/create-docker-runtime.ts';
import { createDuckDbTableReader } from '../../src/engine/adapters/duckdb/duckdb-table-reader.ts';
import { createForeignRuns } from '../../src/engine/adapters/foreign-runs/create-foreign-runs.ts';
import { createMachine } from '../../src/engine/adapters/machine/create-machine.ts';
import { createOnnxRuntime } from '../../src/engine/adapters/onnx/create-onnx-runtime.ts';
import { projectPaths } from '../../src/engine/areas/projects/project-paths.ts';
import type { CallContext } from '../../src/engine/ports/call.ts';
import type { ContainerRuntime } from '../../src/engine/ports/container-runtime.ts';
import type {
  EnqueueRequest,
  JobDefinition,
  JobProgram,
  JobTools,
} from '../../src/engine/ports/job-definition.ts';
import type { ProjectServices } from '../../src/engine/ports/project-services.ts';
import { createEventLog } from '../../src/engine/store/event-log.ts';
import { createObjectStore } from '../../src/engine/store/objects.ts';
import { openStore } from '../../src/engine/store/open-store.ts';
import { createReserve } from '../../src/engine/store/reserve.ts';
import { createUnfinishedFiles } from '../../src/engine/store/unfinished-files.ts';
import { toErrorData } from '../../src/shared/errors.ts';
import type { EngineEvent } from '../../src/shared/events.ts';
import { silentLogger } from './open-test-store.ts';
import { servingProgram } from './serving-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const inCheckout = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export type TestServices = ProjectServices & {
  readonly events: EngineEvent[];
  /** Jobs that were enqueued and not run yet. */
  readonly enqueued: EnqueueRequest<never>[];
};

/** Real services of a project in a temporary folder. Jobs are kept for `runEnqueued` instead of being given to a worker. */
export function openTestProject(
  options: { folder?: string; servingPort?: number; built?: string; containers?: ContainerRuntime } = {},
): TestServices {
  const folder = options.folder ?? temporaryFolder();
  const paths = projectPaths(folder);
  for (const made of [
    paths.objects,
    paths.logs,
    paths.backups,
    paths.predictions,
    paths.bundles,
    paths.staging,
  ]) {
    mkdirSync(made, { recursive: true });
  }
  const clock = { nowMs: Date.now };
  const store = openStore({
    file: paths.database,
    backupsFolder: paths.backups,
    clock,
    logger: silentLogger,
  });
  onTestFinished(() => store.close());
  const events: EngineEvent[] = [];
  const enqueued: EnqueueRequest<never>[] = [];
  const data = createDuckDbTableReader();
  onTestFinished(() => data.close());
  const publish = (event: EngineEvent) => void events.push(event);
  return {
    ...{ paths, store, clock, data, events, enqueued, publish, logger: silentLogger },
    installation: {
      servingProgram: options.built ?? servingProgram,
      samples: inCheckout('resources/samples'),
      templates: inCheckout('resources/templates'),
      onnxRuntime: inCheckout('node_modules/onnxruntime-node'),
    },
    objects: createObjectStore({ folder: paths.objects, store, clock }),
    unfinished: createUnfinishedFiles(paths.saving),
    reserve: createReserve(paths.reserve),
    eventLog: createEventLog({ clock, actor: 'test' }),
    foreignRuns: createForeignRuns(),
    machine: createMachine({ nowMs: Date.now }),
    containers: options.containers ?? createDockerRuntime({ socketPath: join(folder, 'no-docker.sock') }),
    children: createChildLauncher({
      programs: {
        serving: servingProgram,
        'job-worker': servingProgram,
        'data-worker': servingProgram,
        'curve-worker': inCheckout('src/engine/host/curve-worker.ts'),
        'artifact-worker': inCheckout('src/engine/host/artifact-worker.ts'),
        'tracking-server': inCheckout('src/engine/host/tracking-server.ts'),
      },
    }),
    ids: { next: () => randomUUID().replaceAll('-', '') },
    jobs: {
      enqueue: (request) => {
        const jobId = randomUUID();
        store.write((writer) => request.together?.(writer, jobId));
        enqueued.push(request as EnqueueRequest<never>);
        return { jobId };
      },
    },
    changed: (topic, ids) => publish({ type: 'changed', project: folder, topic, ids: [...ids] }),
    settings: {
      read: () => ({
        name: null,
        metricGoals: {},
        serving: { port: options.servingPort ?? 20_000 + (process.pid % 20_000) },
        jobs: { parallel: 1 },
      }),
      setMetricGoal: () => undefined,
    },
  };
}

export const callContext = (): CallContext => ({
  signal: new AbortController().signal,
  progress: () => undefined,
});

/** Does the oldest enqueued job as a worker and the queue would: start, program, emissions, finish or failure. */
export async function runEnqueued<Input, Output, Emission>(
  services: TestServices,
  definition: JobDefinition<Input, Output, Emission>,
  program: JobProgram<Input, Output, Emission>,
  signal: AbortSignal = new AbortController().signal,
): Promise<{ output: Output; lines: string[] }> {
  const request = services.enqueued.shift();
  if (request === undefined) throw new Error('No job was enqueued.');
  const stagingFolder = join(services.paths.staging, randomUUID());
  mkdirSync(stagingFolder, { recursive: true });
  const job = { id: randomUUID(), attempt: 1, input: request.input as Input, stagingFolder };
  const lines: string[] = [];
  const tools: JobTools<Emission> = {
    signal,
    progress: () => undefined,
    log: (line) => void lines.push(line),
    emit: (emission) => services.store.write((writer) => definition.onEmission?.(writer, job, emission)),
    stagingFolder,
    stored: async () => undefined,
    foreignRuns: services.foreignRuns,
    data: services.data as JobTools<Emission>['data'],
    models: createOnnxRuntime(),
    containers: services.containers,
  };
  services.store.write((writer) => definition.onStart?.(writer, job));
  try {
    const output = await program(job.input, tools);
    const write = await definition.finish(job, output);
    services.store.write(write);
    return { output, lines };
  } catch (thrown) {
    const failure = { state: 'failed' as const, error: toErrorData(thrown) };
    services.store.write((writer) => definition.onFailure?.(writer, job, failure));
    throw thrown;
  }
}
