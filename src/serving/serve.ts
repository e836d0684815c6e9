import type { FastifyInstance } from 'fastify';
import { createAdmission } from './admission.ts';
import { loadBundle } from './bundle.ts';
import { createHttpServer } from './http-server.ts';
import { createMetrics } from './metrics.ts';
import { connectToParent, type ParentProcess } from './parent-process.ts';
import { createPredictionLog, type PredictionLog } from './prediction-log.ts';
import { createPredictor, type Predictor } from './predictor.ts';
import { createRecentLatencies } from './recent-latencies.ts';
import type { ServingSettings } from './settings.ts';

const statsEveryMs = 1000;
const shutDownMs = 10_000;

/**
 * Serves one model until told to stop. It listens before the model is loaded, so that probes get an honest 503 instead of a
 * refused connection.
 */
export async function serve(settings: ServingSettings): Promise<void> {
  const parent = connectToParent();
  const stopAsked = whenStopAsked(parent);
  // Until it is ready nothing is under way that would have to be answered first.
  let isLoading = true;
  void stopAsked.then(() => isLoading && process.exit(0));
  const bundle = await loadBundle(settings.bundleFolder);
  const { manifest } = bundle;
  const admission = createAdmission(settings.maxQueue);
  const metrics = createMetrics(manifest, () => admission.underWay);
  const latencies = createRecentLatencies();
  const totals = { predictions: 0, errors: 0 };
  let predictor: Predictor | null = null;
  const log = openLog(settings.predictionLogFolder, metrics.logFailed);
  const app = createHttpServer({
    manifest,
    settings,
    metrics,
    admission,
    log,
    predictor: () => predictor,
    onAnswered({ rows, durationMs }) {
      totals.predictions += rows;
      latencies.add(durationMs);
    },
    onFailed() {
      totals.errors += 1;
    },
  });

  await app.listen({ host: settings.host, port: settings.port });
  const port = portOf(app);
  const loaded = await createPredictor(bundle);
  isLoading = false;
  predictor = loaded;
  void parent.tell({ kind: 'ready', port });
  console.log(`Serving ${manifest.name} ${manifest.version} on http://${settings.host}:${port}`);

  const stats = setInterval(() => {
    void parent.tell({ kind: 'stats', ...latencies.summary(), ...totals, logProblem: log?.problem ?? null });
  }, statsEveryMs);
  await stopAsked;
  clearInterval(stats);
  predictor = null;
  await shutDown({ app, log, loaded });
}

function openLog(folder: string | null, countLost: () => void): PredictionLog | null {
  if (folder === null) return null;
  let told = '';
  return createPredictionLog({
    folder,
    onFailure(problem, lostLines) {
      for (let line = 0; line < lostLines; line += 1) countLost();
      if (problem !== told) console.error(`Predictions are not being logged: ${problem}`);
      told = problem;
    },
  });
}

const portOf = (app: FastifyInstance): number => {
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
};

const whenStopAsked = (parent: ParentProcess): Promise<void> =>
  new Promise((resolve) => parent.onEnd(resolve));

/** Answers what is under way, then ends; what takes longer than ten seconds is cut off. */
async function shutDown(parts: {
  app: FastifyInstance;
  log: PredictionLog | null;
  loaded: Predictor;
}): Promise<void> {
  const { app, log, loaded } = parts;
  setTimeout(() => process.exit(0), shutDownMs).unref();
  await app.close();
  await log?.close();
  await loaded.close();
  if (process.connected) process.disconnect();
}
