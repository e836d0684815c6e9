import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { exportsContract } from '../../../shared/contract/exports.ts';
import { EngineError } from '../../../shared/errors.ts';
import type { ServingManifest } from '../../../shared/model/serving.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ContainerState } from '../../ports/container-runtime.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { getExport, insertExport, listExports, type StoredExport } from '../../store/exports.ts';
import { modelIdOf, resolveOnnxModel } from '../../store/registry.ts';
import { type BuildImageInput, exportLabel } from './build-image-job.ts';
import { containerPort, deploymentNames, imageOf } from './deployment-names.ts';
import { buildImageDefinition, exportDefinition } from './export-definitions.ts';
import { createIntegrityCheck } from './export-files.ts';
import type { ExportInput } from './export-job.ts';
import { checkTargetFolder } from './target-folder.ts';

export type ExportsServices = Pick<
  ProjectServices,
  | 'paths'
  | 'installation'
  | 'store'
  | 'objects'
  | 'eventLog'
  | 'jobs'
  | 'containers'
  | 'clock'
  | 'ids'
  | 'changed'
>;

/** Label that tells apart the containers of several projects on one Docker engine. */
const projectLabel = 'modelyard.project';
const maxTextBytes = 1_000_000;

/** Deployment bundles, their images, and containers run from them. */
export const createExportsArea = (services: ExportsServices) => {
  const { paths, store, objects, eventLog, jobs, containers, clock, ids, changed } = services;
  const { reader } = store;
  const isIntact = createIntegrityCheck();

  const summarise = async ({ options: _, files, ...stored }: StoredExport) => ({
    ...stored,
    isIntact: stored.state === 'ready' && (await isIntact(stored.folder, files)),
  });

  return {
    handlers: {
      'exports.create': async ({ model, folder, options, build }) => {
        const version = resolveOnnxModel(reader, model);
        if (version.signature === null) {
          throw new EngineError(
            'model-invalid',
            `${model} cannot be served, so it cannot be exported: it has no signature.`,
          );
        }
        if (options.maxReplicas < options.replicas) {
          throw new EngineError('invalid-input', 'maxReplicas must not be smaller than replicas.');
        }
        const { name, version: number, runId, digest: modelDigest, signature } = version;
        const manifest: ServingManifest = {
          formatVersion: 1,
          name,
          version: number,
          runId,
          modelDigest,
          signature,
        };
        if (build) await requireDocker(services);
        const target = await checkTargetFolder(paths, folder);
        const exportId = ids.next();
        const image = imageOf(deploymentNames(manifest, options));
        const { servingProgram, templates, onnxRuntime } = services.installation;
        const { jobId } = jobs.enqueue<ExportInput>({
          kind: 'export',
          title: `Export ${name}/${number} to ${folder}`,
          input: {
            exportId,
            folder: target,
            manifest,
            model: await objects.verified(modelDigest),
            options,
            installation: { servingProgram, templates, onnxRuntime },
            build,
          },
          subject: { type: 'export', id: exportId },
          together: (writer) => {
            insertExport(writer, {
              id: exportId,
              modelId: modelIdOf(writer, name),
              version: number,
              modelDigest,
              folder: target,
              image,
              options,
              createdAtMs: clock.nowMs(),
            });
            eventLog.append(writer, {
              kind: 'model.exported',
              subject: `model:${name}`,
              details: { version: number, digest: modelDigest, export: exportId, image },
            });
          },
        });
        changed('exports', [exportId]);
        return { jobId, exportId };
      },
      'exports.list': () => Promise.all(listExports(reader).map(summarise)),
      'exports.get': async ({ export: id }) => {
        const stored = getExport(reader, id);
        return { ...(await summarise(stored)), files: [...stored.files], options: stored.options };
      },
      'exports.readFile': ({ export: id, path }) => readExportFile(getExport(reader, id), path),
      'exports.build': async ({ export: id }) => {
        const { folder, image, modelDigest, ...stored } = requireReady(getExport(reader, id));
        await requireDocker(services);
        return jobs.enqueue<BuildImageInput>({
          kind: 'build-image',
          title: `Build ${image}`,
          input: { exportId: stored.id, folder, image, modelDigest },
          subject: { type: 'export', id },
        });
      },
      'exports.run': async ({ export: id, port }, { signal, progress }) => {
        const stored = getExport(reader, id);
        if (stored.imageId === null)
          throw new EngineError('conflict', `${stored.image} has not been built yet. Build it first.`);
        await requireDocker(services);
        const hostPort = await choosePort(port);
        progress({ phase: `Starting ${stored.image}` });
        const { id: containerId } = await containers.run({
          image: stored.imageId,
          name: `modelyard-${stored.id.slice(0, 8)}-${hostPort}`,
          hostPort,
          containerPort,
          labels: { [exportLabel]: stored.id, [projectLabel]: paths.folder },
          memoryBytes: memoryBytes(stored.options.memoryLimit),
        });
        changed('exports', [stored.id]);
        progress({ phase: 'Waiting until it is ready' });
        const state = await untilSettled({ services, containerId, signal });
        if (state.state !== 'running') throw await endedAtOnce(services, state);
        changed('exports', [stored.id]);
        return toContainer(state, stored.image);
      },
      'exports.containers': async () => {
        if ('reason' in (await containers.probe())) return [];
        const images = new Map(listExports(reader).map(({ id, image }) => [id, image]));
        const states = await containers.list({ [projectLabel]: paths.folder });
        return states.map((state) => toContainer(state, images.get(state.labels[exportLabel] ?? '')));
      },
      'exports.stop': async ({ container }) => {
        const known = await containers.list({ [projectLabel]: paths.folder });
        const found = known.find(({ id }) => id === container);
        if (found === undefined)
          throw new EngineError('not-found', `There is no container “${container}” of this project.`);
        await containers.remove(found.id);
        changed('exports', [found.labels[exportLabel] ?? '']);
        return {};
      },
    } satisfies Handlers<Omit<typeof exportsContract, 'exports.docker'>>,
    jobDefinitions: [exportDefinition, buildImageDefinition] as const,
  };
};

/** Only files that were recorded when the export was made, so that no path leads out of its folder. */
async function readExportFile({ files, folder }: StoredExport, path: string) {
  const file = files.find((known) => known.path === path);
  if (file === undefined) throw new EngineError('not-found', `The export has no file “${path}”.`);
  const { size } = await stat(join(folder, file.path));
  if (size > maxTextBytes) return { text: null, sizeBytes: size };
  const bytes = await readFile(join(folder, file.path));
  return { text: bytes.includes(0) ? null : bytes.toString('utf8'), sizeBytes: size };
}

function requireReady(stored: StoredExport): StoredExport {
  if (stored.state === 'ready') return stored;
  throw new EngineError('conflict', `The export is ${stored.state}; only a finished one can be built.`);
}

async function requireDocker({ containers }: Pick<ExportsServices, 'containers'>): Promise<void> {
  const found = await containers.probe();
  if ('reason' in found) throw new EngineError('unavailable', found.reason);
}

const unitBytes: Readonly<Record<string, number>> = { Mi: 1024 ** 2, Gi: 1024 ** 3 };
const memoryBytes = (quantity: string): number =>
  Number.parseInt(quantity, 10) * unitBytes[quantity.slice(-2)]!;

const toContainer = (state: ContainerState, image = state.image) => ({
  id: state.id,
  exportId: state.labels[exportLabel] ?? '',
  image,
  state: state.state,
  health: state.health,
  address: state.hostPort === null ? null : `http://127.0.0.1:${state.hostPort}`,
});

/** A given port, when it is free, or any that the system has. Error `port-in-use`. */
const choosePort = (wanted: number | undefined): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () =>
      reject(new EngineError('port-in-use', `Port ${wanted} is in use by another program.`)),
    );
    probe.listen({ host: '127.0.0.1', port: wanted ?? 0 }, () => {
      const address = probe.address();
      const port = address === null || typeof address === 'string' ? 0 : address.port;
      probe.close(() => resolve(port));
    });
  });

/** A container that ended has nothing to be kept for but its last words, which the error carries. */
async function endedAtOnce(
  { containers }: ExportsServices,
  { id, state }: ContainerState,
): Promise<EngineError> {
  const words = await containers.lastWords(id);
  await containers.remove(id);
  return new EngineError(
    'unavailable',
    `The container ended before it was ready (${state}). ${words}`.trim(),
  );
}

const pollEveryMs = 500;
const settledWithinMs = 60_000;

/** Until the health check has passed, the container has ended, or a minute is over. */
async function untilSettled(request: {
  services: ExportsServices;
  containerId: string;
  signal: AbortSignal;
}): Promise<ContainerState> {
  const { services, containerId, signal } = request;
  const deadlineMs = services.clock.nowMs() + settledWithinMs;
  for (;;) {
    const states = await services.containers.list({ [projectLabel]: services.paths.folder });
    const state = states.find(({ id }) => id === containerId);
    if (state === undefined)
      throw new EngineError('unavailable', 'The container was removed before it was ready.');
    const isSettled = state.state !== 'running' || state.health !== 'starting';
    if (isSettled || services.clock.nowMs() > deadlineMs) return state;
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, pollEveryMs));
  }
}
