import { rm } from 'node:fs/promises';
import type { servingContract } from '../../../shared/contract/serving.ts';
import { EngineError } from '../../../shared/errors.ts';
import { exampleRequest } from '../../../shared/model/example-request.ts';
import type { Endpoint } from '../../../shared/model/serving.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import {
  getEndpoint,
  insertEndpoint,
  listEndpoints,
  removeEndpoint,
  type StoredEndpoint,
  setEndpointProcess,
  setEndpointWanted,
} from '../../store/endpoints.ts';
import { addNotice } from '../../store/notices.ts';
import {
  createPredictionCounter,
  predictionFolderOf,
  readNewestPredictions,
} from '../../store/prediction-log.ts';
import { modelIdOf, type OnnxVersion, resolveOnnxModel } from '../../store/registry.ts';
import { findFreePort, requireFree, waitUntilFree } from '../../supervision/free-port.ts';
import { isUp, type SupervisionRules, untilReady } from '../../supervision/supervise-program.ts';
import { batchPredictDefinition } from './batch-predict-definition.ts';
import { bundleFolderOf, makeBundleFolder, manifestOf } from './bundle-folder.ts';
import { makeCodeSamples } from './code-samples.ts';
import { preparePredictFile } from './prepare-predict-file.ts';
import { type SupervisedEndpoint, superviseEndpoint } from './supervise-endpoint.ts';
import { tryEndpoint } from './try-endpoint.ts';

export type ServingServices = Pick<
  ProjectServices,
  | 'paths'
  | 'store'
  | 'objects'
  | 'eventLog'
  | 'jobs'
  | 'children'
  | 'clock'
  | 'ids'
  | 'logger'
  | 'publish'
  | 'changed'
  | 'settings'
>;

/** Endpoints on this machine, what they predicted, and predictions of whole files. */
export const createServingArea = (services: ServingServices, rules?: SupervisionRules) => {
  const { paths, store, eventLog, clock, ids, logger, changed, settings } = services;
  const { reader } = store;
  const running = new Map<string, SupervisedEndpoint>();
  const counter = createPredictionCounter(paths.predictions);

  const toEndpoint = (stored: StoredEndpoint): Endpoint => {
    const version = resolveOnnxModel(reader, `${stored.model}/${stored.version}`);
    const status = running.get(stored.id)?.status();
    const stats = status?.stats;
    return {
      id: stored.id,
      model: stored.model,
      version: stored.version,
      runId: version.runId,
      modelDigest: version.digest,
      state: status?.state ?? (notRestored.has(stored.id) ? 'failed' : 'stopped'),
      reason: status?.reason ?? notRestored.get(stored.id) ?? null,
      port: stored.port,
      address: addressOf(stored),
      startedAtMs: status?.startedAtMs ?? null,
      predictions: stats?.predictions ?? 0,
      errors: stats?.errors ?? 0,
      requestsPerSecond: stats?.requestsPerSecond ?? 0,
      p50Ms: stats?.p50Ms ?? null,
      p99Ms: stats?.p99Ms ?? null,
    };
  };

  const supervise = async (stored: StoredEndpoint): Promise<SupervisedEndpoint> => {
    const manifest = manifestOf(resolveOnnxModel(reader, `${stored.model}/${stored.version}`));
    const bundle = await makeBundleFolder(services, { manifest, endpointId: stored.id });
    let told = 0;
    const endpoint = superviseEndpoint({
      launcher: services.children,
      environment: {
        MODELYARD_BUNDLE: bundle,
        MODELYARD_PREDICTION_LOG: predictionFolderOf(paths.predictions, stored.id),
        HOST: '127.0.0.1',
        PORT: String(stored.port),
      },
      nowMs: clock.nowMs,
      onProcess: (process) => rememberProcess(stored.id, process),
      onChange: () => changed('endpoints', [stored.id]),
      onStats: ({ kind: _, logProblem: __, ...stats }) => {
        services.publish({ type: 'endpoint.stats', project: paths.folder, endpointId: stored.id, ...stats });
        if (stats.predictions !== told) changed('predictions', [stored.id]);
        told = stats.predictions;
      },
      ...(rules === undefined ? {} : { rules }),
    });
    running.set(stored.id, endpoint);
    notRestored.delete(stored.id);
    return endpoint;
  };

  const rememberProcess = (id: string, process: StoredEndpoint['process']): void => {
    try {
      store.write((writer) => setEndpointProcess(writer, id, process));
    } catch (thrown) {
      // The process is known in memory; the record only helps the next engine to end it.
      logger.warn('The process of an endpoint could not be recorded', {
        endpoint: id,
        reason: String(thrown),
      });
    }
  };

  const start = async (version: OnnxVersion, wantedPort: number | undefined): Promise<StoredEndpoint> => {
    const earlier = listEndpoints(reader).find(
      ({ model, version: number, port }) =>
        model === version.name &&
        number === version.version &&
        (wantedPort === undefined || port === wantedPort),
    );
    if (earlier !== undefined && isUp(running.get(earlier.id))) return earlier;
    const port = await choosePort(wantedPort, earlier);
    const id = earlier?.id ?? ids.next();
    store.write((writer) => {
      const modelId = modelIdOf(writer, version.name);
      if (earlier === undefined)
        insertEndpoint(writer, { id, modelId, version: version.version, port, nowMs: clock.nowMs() });
      else setEndpointWanted(writer, { id, isWanted: true, port });
      const details = { model: version.name, version: version.version, digest: version.digest, port };
      eventLog.append(writer, { kind: 'endpoint.started', subject: `endpoint:${id}`, details });
    });
    return getEndpoint(reader, id);
  };

  const choosePort = async (
    wanted: number | undefined,
    earlier: StoredEndpoint | undefined,
  ): Promise<number> => {
    if (wanted !== undefined) {
      await requireFree(wanted);
      return wanted;
    }
    const others = listEndpoints(reader).filter(({ id }) => id !== earlier?.id);
    const taken = new Set(others.map(({ port }) => port));
    return findFreePort(earlier?.port ?? settings.read().serving.port, taken);
  };

  // Two starts at once would choose the same port, or serve the same version twice.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };

  const startUntilReady = async (
    version: OnnxVersion,
    port: number | undefined,
    signal: AbortSignal,
  ): Promise<StoredEndpoint> => {
    const { stored, supervised } = await inTurn(async () => {
      const wanted = await start(version, port);
      const known = running.get(wanted.id);
      return { stored: wanted, supervised: isUp(known) ? known! : await supervise(wanted) };
    });
    changed('models', [version.name]);
    await untilReady(supervised, { signal, title: 'the endpoint' }).catch(async (thrown: unknown) => {
      // A first start that fails leaves nothing behind that would be tried again with every start of the engine.
      await stop(stored);
      throw thrown;
    });
    return stored;
  };

  const stop = async (stored: StoredEndpoint): Promise<void> => {
    store.write((writer) => {
      setEndpointWanted(writer, { ...stored, isWanted: false });
      if (stored.isWanted) {
        eventLog.append(writer, { kind: 'endpoint.stopped', subject: `endpoint:${stored.id}`, details: {} });
      }
    });
    await running.get(stored.id)?.stop();
    running.delete(stored.id);
    notRestored.delete(stored.id);
    changed('endpoints', [stored.id]);
  };

  /** Why a wanted endpoint is not up, for those that could not be started again. */
  const notRestored = new Map<string, string>();

  const restore = async (stored: StoredEndpoint): Promise<void> => {
    try {
      await waitUntilFree(stored.port, restorePatienceMs);
      await (await supervise(stored)).ready;
    } catch (thrown) {
      const reason = (thrown as Error).message;
      const message = `${stored.model}/${stored.version} is not served again: ${reason}`;
      notRestored.set(stored.id, reason);
      logger.warn(message, { endpoint: stored.id });
      store.write((writer) => addNotice(writer, { atMs: clock.nowMs(), level: 'warning', message }));
      services.publish({ type: 'notice', project: paths.folder, level: 'warning', message });
      changed('endpoints', [stored.id]);
    }
  };

  return {
    handlers: {
      'serving.start': async ({ model, port }, { progress, signal }) => {
        const version = resolveOnnxModel(reader, model);
        manifestOf(version);
        progress({ phase: `Loading ${version.name}/${version.version}` });
        const stored = await startUntilReady(version, port, signal).catch((thrown: unknown) => {
          // A port that was free a moment ago, and is another program's now: where none was wished for, the next one does.
          if (port !== undefined || !isPortInUse(thrown)) throw thrown;
          return startUntilReady(version, port, signal);
        });
        return toEndpoint(stored);
      },
      'serving.stop': async ({ endpoint }) => {
        await stop(getEndpoint(reader, endpoint));
        return toEndpoint(getEndpoint(reader, endpoint));
      },
      'serving.remove': async ({ endpoint }) => {
        const stored = getEndpoint(reader, endpoint);
        await stop(stored);
        store.write((writer) => removeEndpoint(writer, stored.id, clock.nowMs()));
        await rm(bundleFolderOf(paths, stored.id), { recursive: true, force: true });
        changed('endpoints', [stored.id]);
        changed('models', [stored.model]);
        return {};
      },
      'serving.list': () => listEndpoints(reader).map(toEndpoint),
      'serving.describe': ({ endpoint }) => {
        const stored = getEndpoint(reader, endpoint);
        const { signature } = manifestOf(resolveOnnxModel(reader, `${stored.model}/${stored.version}`));
        const example = exampleRequest(signature);
        return { signature, example, code: makeCodeSamples(addressOf(stored), example) };
      },
      'serving.try': ({ endpoint, body }, { signal }) => {
        const stored = getEndpoint(reader, endpoint);
        if (!isUp(running.get(endpoint))) {
          throw new EngineError(
            'conflict',
            `${stored.model}/${stored.version} is not being served. Start it first.`,
          );
        }
        return tryEndpoint({ address: addressOf(stored), body, signal });
      },
      'serving.predictions': async ({ endpoint, limit }) => {
        if (endpoint !== undefined) getEndpoint(reader, endpoint);
        const predictions = await readNewestPredictions({
          predictions: paths.predictions,
          endpointId: endpoint,
          limit,
        });
        return { predictions, total: await counter.count(endpoint) };
      },
      'serving.predictFile': async (request) =>
        services.jobs.enqueue(await preparePredictFile(services, request)),
    } satisfies Handlers<typeof servingContract>,
    jobDefinitions: [batchPredictDefinition],
    /** Ends what an engine that died left running; with `background`, starts the wanted endpoints again. */
    start: async ({ background }: { background: boolean }): Promise<void> => {
      const stored = listEndpoints(reader);
      for (const { id, process } of stored) {
        if (process === null) continue;
        await services.children.endStray(process);
        rememberProcess(id, null);
      }
      if (background) await Promise.all(stored.filter(({ isWanted }) => isWanted).map(restore));
    },
    /** Ends every serving process; what was wanted stays wanted. */
    close: async (): Promise<void> => {
      await Promise.all([...running.values()].map((endpoint) => endpoint.stop()));
      running.clear();
    },
  };
};

const isPortInUse = (thrown: unknown): boolean =>
  thrown instanceof EngineError && thrown.code === 'port-in-use';

/** The process of an engine that has just closed may still be answering its last requests. */
const restorePatienceMs = 10_000;

const addressOf = ({ port }: { port: number }): string => `http://127.0.0.1:${port}`;
