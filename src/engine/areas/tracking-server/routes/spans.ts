import { gunzipSync } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import { WireFormatError } from '../../../core/protobuf/wire-reader.ts';
import { previewOf, type Side, sessionOf, userOf } from '../../../core/traces/conventions.ts';
import { type OtlpSpan, UnidentifiedSpanError } from '../../../core/traces/otlp-span.ts';
import { readOtlpSpans } from '../../../core/traces/read-otlp.ts';
import { readOtlpJson } from '../../../core/traces/read-otlp-json.ts';
import { proxiedPathOf } from '../../../store/artifact-root.ts';
import { findFile } from '../../../store/stored-files.ts';
import { toStoredSpan } from '../../../store/stored-span.ts';
import { artifactPlaceTag, tagPlace } from '../../../store/trace-place.ts';
import { addTraceMetadata, setTraceMetadata, setTraceTag, traceTag } from '../../../store/trace-tags.ts';
import { addSpans, findTraceExperiment, previewTrace } from '../../../store/traces.ts';
import { sendFile, sendSpanFile } from '../file-response.ts';
import type { AddRoutes } from '../http-server.ts';
import type { TrackingContext } from '../rpc.ts';
import { spanFileOf } from '../span-file.ts';
import { readArtifactPath } from '../wire/artifact-path.ts';
import { maxTagLength, truncated } from '../wire/limits.ts';
import { doesNotExist, invalid, TrackingError } from '../wire/tracking-error.ts';
import { activeExperimentOf } from './experiments.ts';

const protobuf = 'application/x-protobuf';
const json = 'application/json';
const maxSpansBytes = 64 * 1024 * 1024;
const maxPreviewLength = 1000;

/** Spans as OpenTelemetry's exporters send them, in either of their encodings, and a trace's data as a file. */
export const addSpanRoutes: AddRoutes = (app, context) => {
  app.removeAllContentTypeParsers();
  for (const type of [protobuf, json])
    app.addContentTypeParser(
      type,
      { parseAs: 'buffer', bodyLimit: maxSpansBytes },
      async (_request: FastifyRequest, body: Buffer) => body,
    );
  app.addContentTypeParser('*', (_request: FastifyRequest, _body, done) => done(null));
  app.post('/v1/traces', async (request, reply) => {
    const { body, headers } = request;
    if (!Buffer.isBuffer(body))
      throw invalid(
        `Invalid Content-Type: ${headers['content-type'] ?? 'None'}. Expected: ${protobuf} or ${json}`,
      );
    const isJson = headers['content-type']?.startsWith(json) === true;
    const read = isJson ? readJson : readOtlpSpans;
    await receiveSpans(readSpans(read, unpacked(body, headers['content-encoding'])), request, context);
    // A message without fields, in the encoding of the request: everything was taken.
    return isJson ? reply.type(json).send('{}') : reply.type(protobuf).send(Buffer.alloc(0));
  });
  for (const prefix of ['/api', '/ajax-api'])
    for (const since of ['2.0', '3.0'])
      app.get<{ Querystring: { request_id?: string; path?: string } }>(
        `${prefix}/${since}/mlflow/get-trace-artifact`,
        (request, reply) => sendTraceFile(request, reply, context),
      );
};

const unpacked = (body: Buffer, encoding: string | undefined): Uint8Array => {
  if (encoding === undefined || encoding === 'identity') return body;
  if (encoding !== 'gzip')
    throw invalid(`Unsupported Content-Encoding: ${encoding}. Send gzip, or nothing packed.`);
  try {
    return gunzipSync(body, { maxOutputLength: maxSpansBytes });
  } catch {
    throw invalid(`The body is not gzip, or unpacks to more than ${maxSpansBytes} bytes.`);
  }
};

const readJson = (body: Uint8Array): OtlpSpan[] => readOtlpJson(Buffer.from(body).toString('utf8'));

const readSpans = (read: (body: Uint8Array) => OtlpSpan[], body: Uint8Array): OtlpSpan[] => {
  try {
    return read(body);
  } catch (thrown) {
    if (thrown instanceof UnidentifiedSpanError)
      throw new TrackingError(
        'INVALID_PARAMETER_VALUE',
        'Cannot convert OpenTelemetry span to MLflow span',
        422,
      );
    if (thrown instanceof WireFormatError || thrown instanceof RangeError || thrown instanceof SyntaxError)
      throw invalid('Invalid OpenTelemetry format');
    throw thrown;
  }
};

const receiveSpans = async (
  spans: readonly OtlpSpan[],
  { headers }: FastifyRequest,
  { write, changed }: TrackingContext,
): Promise<void> => {
  if (spans.length === 0) throw invalid('Invalid OpenTelemetry format - no spans found');
  const experimentId = headers['x-mlflow-experiment-id'];
  if (typeof experimentId !== 'string')
    throw new TrackingError(
      'INVALID_PARAMETER_VALUE',
      'The header x-mlflow-experiment-id is missing: it says which experiment the spans belong to.',
      422,
    );
  const runId = headers['x-mlflow-run-id'];
  const traces = byTrace(spans);
  await write((writer) => {
    const experiment = activeExperimentOf(writer, experimentId);
    for (const [id, own] of traces) {
      addSpans(
        writer,
        { id, experimentId: experiment.id },
        own.map((span) => toStoredSpan(span, id)),
      );
      tagPlace(writer, id);
      setTraceTag(writer, id, 'mlflow.trace.spansLocation', 'TRACKING_STORE');
      if (typeof runId === 'string') setTraceMetadata(writer, id, 'mlflow.sourceRun', runId);
      for (const [key, read] of partsOfConversations)
        for (const { attributes } of own) {
          const value = read(attributes);
          if (value !== null) addTraceMetadata(writer, id, key, truncated(value, maxTagLength));
        }
      const root = own.find(({ parentId }) => parentId === null);
      if (root === undefined) continue;
      previewTrace(writer, id, {
        request: previewFor(root, 'inputs'),
        response: previewFor(root, 'outputs'),
      });
      for (const [key, value] of traceTagsOf(root))
        setTraceTag(writer, id, key, truncated(value, maxTagLength));
    }
  });
  changed('traces', [...traces.keys()]);
};

/** What MLflow's clients say of a whole trace, OpenTelemetry's exporters say on its spans; the first one counts. */
const partsOfConversations = [
  ['mlflow.trace.session', sessionOf],
  ['mlflow.trace.user', userOf],
] as const;

/** MLflow's name of a trace is OpenTelemetry's with `tr-` in front. */
const byTrace = (spans: readonly OtlpSpan[]): ReadonlyMap<string, OtlpSpan[]> => {
  const traces = new Map<string, OtlpSpan[]>();
  for (const span of spans) {
    const id = `tr-${span.traceId}`;
    const own = traces.get(id);
    if (own === undefined) traces.set(id, [span]);
    else own.push(span);
  }
  return traces;
};

const plainText = (value: unknown): string | null =>
  value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value);

const previewFor = ({ attributes }: OtlpSpan, side: Side): string | null => {
  const text = previewOf(attributes, side);
  return text === null ? null : truncated(text, maxPreviewLength);
};

/** Tags of the trace, which MLflow's client sends along on its root span. */
const traceTagsOf = (root: OtlpSpan): [key: string, value: string][] => {
  const prefix = 'mlflow.traceTag.';
  return [...root.attributes].flatMap(([key, value]): [string, string][] =>
    key.startsWith(prefix) ? [[key.slice(prefix.length), plainText(value) ?? '']] : [],
  );
};

/** The spans that are kept here, or what an older client uploaded beside them. */
const sendTraceFile = (
  request: FastifyRequest<{ Querystring: { request_id?: string; path?: string } }>,
  reply: Parameters<typeof sendFile>[0]['reply'],
  { reader, objects }: TrackingContext,
) => {
  const { request_id: id, path } = request.query;
  if (!id) throw invalid('Request must include the "request_id" query parameter.');
  if (findTraceExperiment(reader, id) === undefined) throw doesNotExist(`Trace with ID ${id} is not found.`);
  const spans = path === undefined ? spanFileOf(reader, id) : undefined;
  if (spans !== undefined) return sendSpanFile(reply, spans);
  const root = traceTag(reader, id, artifactPlaceTag) ?? '';
  const name = path === undefined ? 'traces.json' : `attachments/${readArtifactPath(path)}`;
  const file = findFile(reader, `${proxiedPathOf(root) ?? ''}/${name}`);
  if (file === undefined) throw doesNotExist(`Trace with ID '${id}' has no such data.`);
  return sendFile({ file, objects, request, reply });
};
