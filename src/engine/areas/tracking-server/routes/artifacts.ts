import { PassThrough } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { decodedOnce } from '../../../../shared/model/percent-encoding.ts';
import { isKnownObject } from '../../../store/objects.ts';
import { deleteTree, listFolder, obstacleTo, putFile } from '../../../store/stored-files.ts';
import { sendArtifact } from '../file-response.ts';
import type { AddRoutes } from '../http-server.ts';
import type { TrackingContext } from '../rpc.ts';
import { readArtifactPath } from '../wire/artifact-path.ts';
import { invalid, TrackingError } from '../wire/tracking-error.ts';

/** What clients upload and download below `mlflow-artifacts:/`, streamed both ways. */
export const addArtifactRoutes: AddRoutes = (app, context) => {
  // Files come as they are, whatever they call themselves; they are read from the socket where they are stored.
  app.removeAllContentTypeParsers();
  app.addHook('onRequest', async ({ raw }) => {
    delete raw.headers['content-type'];
  });
  app.addContentTypeParser('*', (_request: FastifyRequest, _body, done) => done(null));
  for (const prefix of ['/api', '/ajax-api']) {
    addArtifacts(app, `${prefix}/2.0/mlflow-artifacts`, context);
  }
};

const addArtifacts = (app: FastifyInstance, base: string, context: TrackingContext): void => {
  const { reader, write, changed, released } = context;

  const list = (path: string): object => {
    // Clients ask for a place that is encoded as it is written, although they stored their files where it leads.
    const [entries = []] = [path, decodedOnce(path)]
      .map((named) => listFolder(reader, readArtifactPath(named)))
      .filter(({ length }) => length > 0);
    const files = entries.map(({ name, isFolder, sizeBytes }) => ({
      path: name,
      is_dir: isFolder,
      ...(sizeBytes ? { file_size: sizeBytes } : {}),
    }));
    return files.length === 0 ? {} : { files };
  };

  app.get<{ Querystring: { path?: unknown } }>(`${base}/artifacts`, ({ query }) =>
    list(textOf(query.path ?? '')),
  );

  app.get<{ Params: { '*': string } }>(`${base}/artifacts/*`, (request, reply) => {
    const path = filePathOf(request.params['*']);
    return sendArtifact({ context, path, shownPath: request.params['*'], request, reply });
  });

  const requireName = ({ url }: FastifyRequest): void => {
    if (/\/(\?|$)/.test(url)) throw invalid("Artifact path must include a filename (cannot end with '/').");
  };
  app.put(`${base}/artifacts`, (request) => requireName(request));
  app.put<{ Params: { '*': string } }>(`${base}/artifacts/*`, async (request, reply) => {
    requireName(request);
    const path = filePathOf(request.params['*']);
    const object = await receive(request, context);
    const { runId, replaced } = await write((writer) => {
      const obstacle = obstacleTo(writer, path);
      if (obstacle !== undefined) throw invalid(`No file can be stored at '${path}': ${obstacle}.`);
      if (!isKnownObject(writer, object.digest))
        throw new TrackingError(
          'TEMPORARILY_UNAVAILABLE',
          `'${path}' was not stored: a file of the same content was removed meanwhile. Try again.`,
        );
      return putFile(writer, path, object);
    });
    released(replaced);
    if (runId !== null) changed('runs', [runId]);
    return reply.send();
  });

  app.delete<{ Params: { '*': string } }>(`${base}/artifacts/*`, async (request) => {
    const path = filePathOf(request.params['*']);
    const { runIds, digests } = await write((writer) => deleteTree(writer, path));
    released(digests);
    if (runIds.length > 0) changed('runs', runIds);
    return {};
  });

  // Files are stored here: clients send and fetch them in one piece when they hear this.
  for (const [part, way] of [
    ['mpu', 'upload'],
    ['presigned', 'download'],
  ])
    app.all(`${base}/${part}/*`, () => {
      throw new TrackingError(
        'NOT_IMPLEMENTED',
        `Multipart ${way} is not supported for the current artifact repository`,
      );
    });
};

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  throw invalid('Invalid path');
};

const filePathOf = (given: string): string => {
  const path = readArtifactPath(given);
  if (path === '') throw invalid('Invalid path');
  return path;
};

/** What a request ends with whose client has gone. */
const brokenOff: readonly unknown[] = ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE'];

const receive = async ({ raw }: FastifyRequest, { objects }: TrackingContext) => {
  // Between the two, because whoever fails to store a stream destroys it, and with the request the way to answer it.
  const content = new PassThrough();
  raw.once('error', (broken) => content.destroy(broken)).pipe(content);
  try {
    return await objects.receive(content);
  } catch (thrown) {
    // Clients hear no answer before they have sent everything.
    raw.resume();
    // Nobody hears this, but it is no failure of ours that would belong into the log.
    if (brokenOff.includes((thrown as NodeJS.ErrnoException).code))
      throw new TrackingError('BAD_REQUEST', 'The upload broke off, and nothing was kept of it.');
    throw thrown;
  }
};
