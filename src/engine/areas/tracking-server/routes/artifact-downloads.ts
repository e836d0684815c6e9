import type { FastifyReply, FastifyRequest } from 'fastify';
import { proxiedPathOf } from '../../../store/artifact-root.ts';
import { runArtifactRoot } from '../../../store/runs.ts';
import { listFolder } from '../../../store/stored-files.ts';
import { sendArtifact } from '../file-response.ts';
import type { AddRoutes } from '../http-server.ts';
import { defineRpc, type TrackingContext } from '../rpc.ts';
import { readArtifactPath } from '../wire/artifact-path.ts';
import { optionally, readFields, required, text } from '../wire/fields.ts';
import { doesNotExist, invalid, TrackingError } from '../wire/tracking-error.ts';
import { loggedModelOf } from './logged-models.ts';
import { downloadUri } from './model-versions.ts';
import { runFields, runOf } from './runs.ts';

/** Artifacts by what they belong to, rather than by their place. */

/** A folder below a root, with paths from that root. Roots in places of others are named, and their files not known here. */
const folderDocument = ({ reader }: TrackingContext, root: string, given: string): object => {
  const path = readArtifactPath(given);
  const proxied = proxiedPathOf(root);
  const entries = proxied === undefined ? [] : listFolder(reader, joined(proxied, path));
  const files = entries.map(({ name, isFolder, sizeBytes }) => ({
    path: joined(path, name),
    is_dir: isFolder,
    ...(sizeBytes ? { file_size: sizeBytes } : {}),
  }));
  return { root_uri: root, ...(files.length === 0 ? {} : { files }) };
};

const joined = (...parts: string[]): string => parts.filter((part) => part !== '').join('/');

const requiredPath = (given: unknown): string => {
  if (typeof given !== 'string' || given === '')
    throw invalid("Missing value for required parameter 'path'.");
  return readArtifactPath(given);
};

const sendBelow = (
  context: TrackingContext,
  {
    root,
    path,
    request,
    reply,
  }: { root: string; path: string; request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> => {
  const proxied = proxiedPathOf(root);
  if (proxied === undefined) throw doesNotExist(`No such artifact: '${path}'`);
  const whole = joined(proxied, path);
  return sendArtifact({ context, path: whole, shownPath: whole, request, reply });
};

export const artifactListRpcs = [
  defineRpc({
    method: 'GET',
    path: '/artifacts/list',
    since: '2.0',
    request: { ...runFields, path: optionally(text, '') },
    answer: ({ run_id, path }, context) => {
      const run = runOf(context.reader, run_id);
      return folderDocument(context, runArtifactRoot(context.reader, run.number), path);
    },
  }),
  defineRpc({
    method: 'GET',
    path: '/logged-models/:model_id/artifacts/directories',
    since: '2.0',
    request: { model_id: required(text), artifact_directory_path: optionally(text, '') },
    answer: ({ model_id, artifact_directory_path }, context) =>
      folderDocument(
        context,
        loggedModelOf(context.reader, model_id).artifact_location,
        artifact_directory_path,
      ),
  }),
];

interface Query {
  Querystring: Readonly<Record<string, string | undefined>>;
}

export const addArtifactDownloads: AddRoutes = (app, context) => {
  const { reader } = context;
  app.get<Query>('/get-artifact', (request, reply) => {
    const run = runOf(reader, readFields(runFields, request.query).run_id);
    const root = runArtifactRoot(reader, run.number);
    return sendBelow(context, { root, path: requiredPath(request.query.path), request, reply });
  });
  app.get<Query>('/model-versions/get-artifact', (request, reply) => {
    const { name = '', version = '' } = request.query;
    const path = requiredPath(request.query.path);
    return sendBelow(context, { root: downloadUri(reader, name, version), path, request, reply });
  });
  for (const prefix of ['/api', '/ajax-api'])
    app.get<Query & { Params: { id: string } }>(
      `${prefix}/2.0/mlflow/logged-models/:id/artifacts/files`,
      (request, reply) => {
        const { artifact_file_path: given } = request.query;
        if (!given)
          throw new TrackingError(
            'BAD_REQUEST',
            'Request must include the "artifact_file_path" query parameter.',
          );
        const { artifact_location: root } = loggedModelOf(reader, request.params.id);
        return sendBelow(context, { root, path: readArtifactPath(given), request, reply });
      },
    );
};
