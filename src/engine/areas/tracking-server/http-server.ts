import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { isLoopbackHost, isLoopbackOrigin } from '../../../shared/model/loopback-request.ts';
import { parseClientJson } from '../../core/json/parse-client-json.ts';
import type { Machine } from '../../ports/machine.ts';
import type { Logger } from '../../ports/surroundings.ts';
import { mlflowVersion } from './mlflow-version.ts';
import { ReadyJson, type Rpc, type TrackingContext } from './rpc.ts';
import { type Field, type Fields, readFields } from './wire/fields.ts';
import { invalid, TrackingError, toTrackingError } from './wire/tracking-error.ts';

/** Descriptions of datasets can be some megabytes, and so can a batch: refusing it would lose what its client does not send again. */
const maxBodyBytes = 64 * 1024 * 1024;

/** Filters stand in addresses, and one of them names hundreds of runs. */
const maxHeaderBytes = 128 * 1024;

/** Routes that are no calls with JSON both ways: files, traces in protocol buffers. */
export type AddRoutes = (app: FastifyInstance, context: TrackingContext) => void;

/** The tracking server's HTTP: every call at its two addresses, guards against web pages, errors in MLflow's shape. */
export const createTrackingHttpServer = (parts: {
  rpcs: readonly Rpc[];
  routes: readonly AddRoutes[];
  context: TrackingContext;
  logger: Logger;
}): FastifyInstance => {
  const { rpcs, routes, context, logger } = parts;
  // The framework would answer what comes while it closes in a shape of its own.
  const app = Fastify({
    bodyLimit: maxBodyBytes,
    http: { maxHeaderSize: maxHeaderBytes },
    // How long a name may be is for its call to say.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: maxHeaderBytes },
    // What joins a path to an address that ends with a slash begins with two.
    rewriteUrl: ({ url = '/' }) => url.replace(/^\/{2,}/, '/'),
    return503OnClosing: false,
    frameworkErrors: (_thrown, request, { raw }) => {
      const error = invalid(`'${pathOf(request.url)}' is not encoded as an address is.`);
      raw.writeHead(error.status, { 'Content-Type': 'application/json' }).end(error.toJson());
    },
    clientErrorHandler: answerUnreadable,
  });
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.addHook('onRequest', async (_request, reply) => {
    if (!isClosing) return;
    reply.header('Connection', 'close');
    throw new TrackingError('TEMPORARILY_UNAVAILABLE', 'The tracking server is closing. Try again.');
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    async (_request: FastifyRequest, body: string) => parseJson(body),
  );
  app.addHook('onRequest', guard);
  app.setErrorHandler((thrown, request, reply) => answerError({ thrown, request, reply, logger }));
  app.setNotFoundHandler((request) => {
    throw unknownRoute(request);
  });

  app.get('/health', (_request, reply) => reply.type('text/plain').send('OK'));
  app.get('/version', (_request, reply) => reply.type('text/html').send(mlflowVersion));
  app.get('/', (_request, reply) => reply.type('text/plain').send(welcome));
  for (const rpc of rpcs) addRpc(app, rpc, context);
  for (const add of routes) app.register(async (scope) => add(scope, context));
  return app;
};

const welcome =
  'This is a project’s tracking server: mlflow.set_tracking_uri with this address logs into it. Its runs are shown in Modelyard.\n';

const addRpc = (app: FastifyInstance, rpc: Rpc, context: TrackingContext): void => {
  for (const prefix of ['/api', '/ajax-api']) {
    app.route({
      method: rpc.method,
      url: `${prefix}/${rpc.since}/mlflow${rpc.path}`,
      handler: async (request, reply) => {
        const answer = await rpc.answer(
          readFields(rpc.request, givenFields(request, rpc.request)),
          isPassedOn(request) ? { ...context, machine: unknownMachine } : context,
        );
        reply.type('application/json');
        return answer instanceof ReadyJson ? answer.bytes : JSON.stringify(answer);
      },
    });
  }
};

/** The server is reached over loopback alone, so clients are on its machine; a proxy says that its own are perhaps not. A tunnel does not say it. */
const isPassedOn = ({ headers }: FastifyRequest): boolean =>
  ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'].some((name) => name in headers);

const unknownMachine: Machine = { facts: async () => ({}) };

/** A body's fields, or those of the query; parts of the path win over both. */
const givenFields = (request: FastifyRequest, fields: Fields): object => {
  const path = request.params as Record<string, string>;
  if (request.method === 'GET')
    return { ...listsOf(request.query as Record<string, unknown>, fields), ...path };
  // MLflow's client deletes tags of logged models without a body and its type; the path says it all.
  if (request.body === undefined && request.method !== 'DELETE') throw wrongContentType(request);
  const body = request.body ?? {};
  if (typeof body !== 'object' || Array.isArray(body))
    throw invalid('The body of a request must be a JSON object.');
  return { ...body, ...path };
};

/** In a query a list of one looks like a single value. */
const listsOf = (query: Record<string, unknown>, fields: Fields): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      const field: Field<unknown> | undefined = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return [name, field?.isList === true && !Array.isArray(value) ? [value] : value];
    }),
  );

const parseJson = (body: string): unknown => {
  if (body.trim() === '') return {};
  try {
    return parseClientJson(body);
  } catch {
    throw new TrackingError('BAD_REQUEST', 'The body of the request is not JSON.');
  }
};

const wrongContentType = (request: FastifyRequest): TrackingError =>
  invalid(
    request.headers['content-type'] === undefined
      ? 'Bad Request. Content-Type header is missing.'
      : "Bad Request. Content-Type must be one of ['application/json'].",
  );

/** As MLflow guards itself. Probes may come from anywhere. */
const guard = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
  reply.header('X-Content-Type-Options', 'nosniff').header('X-Frame-Options', 'SAMEORIGIN');
  const { host, origin } = request.headers;
  const refuse = (reason: string) => reply.code(403).type('text/plain').send(reason);
  if (request.url === '/health' || request.url === '/version') return undefined;
  if (!isLoopbackHost(host)) return refuse('Invalid Host header - possible DNS rebinding attack detected');
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (!isReading && origin !== undefined && !isLoopbackOrigin(origin))
    return refuse('Cross-origin request blocked');
  return undefined;
};

/** Parts of MLflow that this server has not: said as such, so that nobody looks for a mistake of their own. */
const absentParts =
  /^\/(?:ajax-)?api\/[23]\.0\/mlflow\/(scorers?|gateway|prompt-optimization|issues|workspaces|webhooks|jobs|demo|datasets|genai|label-schemas|review-queues|registry-webhooks|unified-traces|get-online-trace-details|runs\/create-promptlab-run|traces\/(?:calculate-filter-correlation|metrics|link-prompts)|upload-artifact|ui-telemetry)(\/|\?|$)|^\/graphql/;

const unknownRoute = ({ method, url }: FastifyRequest): TrackingError =>
  absentParts.test(url)
    ? new TrackingError('NOT_IMPLEMENTED', `Modelyard’s tracking server has no ${method} ${pathOf(url)}.`)
    : new TrackingError('ENDPOINT_NOT_FOUND', `There is no ${method} ${pathOf(url)}.`);

const pathOf = (url: string): string => url.split('?', 1)[0]!.slice(0, 500);

const answerError = (parts: {
  thrown: unknown;
  request: FastifyRequest;
  reply: FastifyReply;
  logger: Logger;
}): FastifyReply => {
  const { request, reply, logger } = parts;
  const error = errorOf(parts.thrown, request);
  if (error.code === 'INTERNAL_ERROR') {
    logger.error(`${request.method} ${pathOf(request.url)} failed`, {
      stack: parts.thrown instanceof Error ? parts.thrown.stack : String(parts.thrown),
    });
  }
  return reply.code(error.status).type('application/json').send(error.toJson());
};

/** What is no request as HTTP has them reaches no route. */
const unreadable = (code: string): TrackingError => {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new TrackingError(
      'BAD_REQUEST',
      `The address and the headers of a request may have at most ${maxHeaderBytes} bytes together.`,
      431,
    );
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new TrackingError(
      'TEMPORARILY_UNAVAILABLE',
      'The request did not arrive in time. Try again.',
      408,
    );
  return new TrackingError('BAD_REQUEST', 'The request is not valid HTTP.');
};

/** How long a client has to read why it was refused: closed with something unread, its connection would lose the answer. */
const lingerMs = 1000;

const answerUnreadable = (thrown: Error & { code: string }, socket: Socket): void => {
  if (thrown.code === 'ECONNRESET' || !socket.writable) return;
  const error = unreadable(thrown.code);
  const body = error.toJson();
  socket.end(
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
  setTimeout(() => socket.destroy(), lingerMs).unref();
};

const errorOf = (thrown: unknown, request: FastifyRequest): TrackingError => {
  const { code } = thrown as { code?: unknown };
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return wrongContentType(request);
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return invalid(`The body of a request may have at most ${maxBodyBytes} bytes.`);
  return toTrackingError(thrown);
};
