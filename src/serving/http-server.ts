import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ServingManifest } from '../shared/model/serving.ts';
import type { Admission } from './admission.ts';
import type { ServingMetrics } from './metrics.ts';
import { makeOpenApi } from './open-api.ts';
import { parsePredictRequest } from './parse-predict-request.ts';
import { makeAnswer, makeLogLines } from './predict-answer.ts';
import type { PredictionLog } from './prediction-log.ts';
import type { Predictor } from './predictor.ts';
import { type ErrorBody, errorStatus, RequestError, toErrorBody } from './request-error.ts';
import { createRequestGuard } from './request-guard.ts';

export interface HttpServerParts {
  readonly manifest: ServingManifest;
  readonly settings: { readonly maxBodyBytes: number; readonly allowedHosts: readonly string[] | null };
  readonly metrics: ServingMetrics;
  readonly admission: Admission;
  readonly log: PredictionLog | null;
  /** Null while the model is not loaded yet, and when the server is shutting down. */
  readonly predictor: () => Predictor | null;
  readonly onAnswered: (answered: { rows: number; durationMs: number }) => void;
  readonly onFailed: () => void;
}

declare module 'fastify' {
  interface FastifyRequest {
    arrivedAtMs: number;
  }
}

const json = 'application/json; charset=utf-8';
const requestTimeoutMs = 30_000;

/** The HTTP side of the serving program. It reads no file that a request names, and answers every error in one shape. */
export function createHttpServer(parts: HttpServerParts): FastifyInstance {
  const { settings, metrics } = parts;
  const app = Fastify({
    bodyLimit: settings.maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    connectionTimeout: 2 * requestTimeoutMs,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    exposeHeadRoutes: true,
    logger: false,
  });
  const guard = createRequestGuard(settings.allowedHosts);
  app.decorateRequest('arrivedAtMs', 0);
  app.addHook('onRequest', (request, reply, next) => {
    request.arrivedAtMs = performance.now();
    reply.header('X-Content-Type-Options', 'nosniff');
    guard({ host: request.headers.host, origin: request.headers.origin });
    next();
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );

  const fail = (reply: FastifyReply, body: ErrorBody): FastifyReply =>
    reply
      .code(errorStatus[body.error.code])
      .headers(
        body.error.code === 'queue-full' || body.error.code === 'not-ready' ? { 'Retry-After': '1' } : {},
      )
      .type(json)
      .send(JSON.stringify(body));

  app.setErrorHandler((thrown, request, reply) => {
    const body = toErrorBody(thrown);
    if (body.error.code === 'internal') console.error(thrown);
    if (isPredict(request)) {
      metrics.failed(body.error.code);
      parts.onFailed();
    }
    return fail(reply, body);
  });
  app.setNotFoundHandler((request, reply) => fail(reply, notFound(app, request, reply)));

  addPlainRoutes(app, parts);
  app.post('/predict', createPredictHandler(parts));
  return app;
}

function createPredictHandler({ manifest, metrics, admission, log, predictor, onAnswered }: HttpServerParts) {
  const predictAdmitted = async (request: FastifyRequest, requestId: string) => {
    const ready = predictor();
    if (ready === null) throw notReady();
    const parsed = parsePredictRequest(manifest.signature, (request.body as string | undefined) ?? '');
    const inferenceStartMs = performance.now();
    const predictions = await ready.predict(parsed.rows);
    const inferenceMs = performance.now() - inferenceStartMs;
    const answer = JSON.stringify(makeAnswer(manifest, predictions, requestId));
    if (log !== null) {
      const time = new Date().toISOString();
      await log.append(makeLogLines({ manifest, request: parsed, predictions, requestId, time }));
    }
    const rows = parsed.rows.rowCount;
    const totalMs = performance.now() - request.arrivedAtMs;
    const queueMs = inferenceStartMs - request.arrivedAtMs;
    metrics.predicted(rows);
    metrics.timed({ queueMs, inferenceMs, totalMs, rows });
    onAnswered({ rows, durationMs: totalMs });
    return answer;
  };

  return async (request: FastifyRequest, reply: FastifyReply) => {
    admission.enter();
    try {
      const requestId = requestIdOf(request.headers['x-request-id']);
      reply.header('X-Request-Id', requestId).type(json);
      return await predictAdmitted(request, requestId);
    } finally {
      admission.leave();
    }
  };
}

function addPlainRoutes(app: FastifyInstance, { manifest, metrics, predictor }: HttpServerParts): void {
  const openApi = JSON.stringify(makeOpenApi(manifest), null, 2);
  const index = JSON.stringify({
    model: manifest.name,
    version: manifest.version,
    runId: manifest.runId,
    modelDigest: manifest.modelDigest,
    predicts: manifest.signature.target,
    predict: 'POST /predict',
    documentation: '/openapi.json',
  });
  app.get('/', (_request, reply) => reply.type(json).send(index));
  app.get('/openapi.json', (_request, reply) => reply.type(json).send(openApi));
  app.get('/health/live', (_request, reply) => reply.type(json).send('{"status":"live"}'));
  app.get('/health/ready', (_request, reply) => {
    if (predictor() === null) throw notReady();
    return reply.type(json).send('{"status":"ready"}');
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}

const isPredict = ({ method, url }: FastifyRequest): boolean => method === 'POST' && url === '/predict';

const requestIdOf = (header: string | string[] | undefined): string =>
  typeof header === 'string' && /^[\w.:-]{1,128}$/.test(header) ? header : randomUUID();

const notReady = (): RequestError =>
  new RequestError(
    'not-ready',
    'The model is not ready: it is being loaded, or the server is shutting down.',
  );

const paths = ['/predict', '/', '/openapi.json', '/health/live', '/health/ready', '/metrics'];

function notFound(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): ErrorBody {
  const path = request.url.split('?', 1)[0]!;
  if (!paths.includes(path)) {
    return toErrorBody(
      new RequestError('not-found', `There is nothing here. There are ${paths.join(', ')}.`),
    );
  }
  const allowed = app.hasRoute({ method: 'POST', url: path }) ? 'POST' : 'GET, HEAD';
  reply.header('Allow', allowed);
  return toErrorBody(new RequestError('method-not-allowed', `${path} answers ${allowed} only.`));
}
