import { createReadStream, statSync } from 'node:fs';
import { posix } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Reader } from '../../ports/store-handles.ts';
import { findFile, findLinkedFile, listFolder, type StoredFile } from '../../store/stored-files.ts';
import type { TrackingContext } from './rpc.ts';
import { spanFileAt } from './span-file.ts';
import { doesNotExist, invalid, type TrackingError } from './wire/tracking-error.ts';

interface Sending {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** A file at a path below `mlflow-artifacts:/`: an object of the project, or a file of a linked source. `shownPath` is what was asked for. */
export const sendArtifact = async ({
  context: { reader, objects },
  path,
  shownPath = path,
  ...sending
}: Sending & { context: TrackingContext; path: string; shownPath?: string }): Promise<FastifyReply> => {
  const stored = findFile(reader, path);
  if (stored !== undefined) return sendFile({ file: stored, objects, ...sending });
  const linked = findLinkedFile(reader, path);
  const spans = linked === undefined ? spanFileAt(reader, path) : undefined;
  if (spans !== undefined) return sendSpanFile(sending.reply, spans);
  if (linked === undefined) throw noSuchFile(reader, path, shownPath);
  const { file, start, sizeBytes } = linked;
  return sendPart({ path, tag: stampOf(linked), source: { file, start, sizeBytes }, ...sending });
};

export const sendSpanFile = (reply: FastifyReply, spans: string): FastifyReply =>
  reply
    .type('text/plain; charset=utf-8')
    .header('Content-Disposition', attachment('traces.json'))
    .send(spans);

const noSuchFile = (reader: Reader, path: string, shownPath: string): TrackingError =>
  listFolder(reader, path).length > 0
    ? invalid(`Artifact path refers to a directory, not a file: '${shownPath}'`)
    : doesNotExist(`No such artifact: '${shownPath}'`);

/** What is not kept by its digest is told apart by where it is, how large and how old. */
const stampOf = ({ file, start, sizeBytes }: { file: string; start: number; sizeBytes: number }): string =>
  `${start}-${sizeBytes}-${statSync(file).mtimeMs}`;

/**
 * Answers a file, or the one part of it that is asked for, without holding it in memory. Whoever gets all of it gets what was stored: it
 * is checked against its digest before. A part has no digest of its own, and reading all for each part of a large file takes its time.
 */
export const sendFile = async ({
  file: { path, digest, sizeBytes },
  objects,
  ...sending
}: Sending & { file: StoredFile; objects: TrackingContext['objects'] }): Promise<FastifyReply> => {
  const file = isOfAll(sending.request, { tag: digest, sizeBytes })
    ? await objects.verified(digest)
    : objects.pathOf(digest);
  return sendPart({ path, tag: digest, source: { file, start: 0, sizeBytes }, ...sending });
};

/** Whether the answer has every byte of the file. */
const isOfAll = ({ method, headers }: FastifyRequest, file: { tag: string; sizeBytes: number }): boolean => {
  if (method === 'HEAD') return false;
  const range = rangeOf(headers, file);
  return range === undefined || (range !== 'unsatisfiable' && range.end - range.start + 1 === file.sizeBytes);
};

interface Source {
  readonly file: string;
  /** Where in the file it begins. */
  readonly start: number;
  readonly sizeBytes: number;
}

const bytesOf = ({ file, start: from }: Source, { start, end }: { start: number; end: number }): Readable =>
  end < start ? Readable.from([]) : createReadStream(file, { start: from + start, end: from + end });

const sendPart = ({
  path,
  tag,
  source,
  request,
  reply,
}: Sending & { path: string; tag: string; source: Source }): FastifyReply => {
  const { sizeBytes } = source;
  reply
    .type(mediaTypeOf(path))
    .header('Content-Disposition', attachment(posix.basename(path)))
    .header('Accept-Ranges', 'bytes')
    .header('ETag', `"${tag}"`);
  const range = rangeOf(request.headers, { tag, sizeBytes });
  if (range === undefined)
    return reply.header('Content-Length', sizeBytes).send(bytesOf(source, { start: 0, end: sizeBytes - 1 }));
  if (range === 'unsatisfiable')
    return reply.code(416).header('Content-Range', `bytes */${sizeBytes}`).send();
  const { start, end } = range;
  return reply
    .code(206)
    .header('Content-Range', `bytes ${start}-${end}/${sizeBytes}`)
    .header('Content-Length', end - start + 1)
    .send(bytesOf(source, range));
};

/** The range of a request for a single one; several at once are answered with the whole file, as RFC 9110 allows. */
const rangeOf = (
  headers: FastifyRequest['headers'],
  { tag, sizeBytes }: { tag: string; sizeBytes: number },
): { start: number; end: number } | 'unsatisfiable' | undefined => {
  const condition = headers['if-range'];
  const match = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? '');
  if (match === null || (condition !== undefined && condition !== `"${tag}"`)) return undefined;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  return start <= end ? { start, end } : 'unsatisfiable';
};

/** Always a download: what a client stored must not run as a page of this server. Names that are no token of HTTP as RFC 6266 has them. */
const attachment = (name: string): string => {
  if (/^[\w!#$&+.^`|~-]+$/.test(name)) return `attachment; filename=${name}`;
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
};

const textEndings =
  /(^|\/|\.)(txt|log|err|cfg|conf|cnf|cf|ini|properties|prop|hocon|toml|ya?ml|xml|json|jsonl|js|py3?|csv|tsv|md|rst|html?|MLmodel|MLproject|mlproject)$/;

const mediaTypes: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.pdf': 'application/pdf',
  '.zip': 'application/zip',
  '.mp4': 'video/mp4',
  '.wav': 'audio/wav',
};

const mediaTypeOf = (path: string): string =>
  textEndings.test(path)
    ? 'text/plain; charset=utf-8'
    : (mediaTypes[posix.extname(path).toLowerCase()] ?? 'application/octet-stream');
