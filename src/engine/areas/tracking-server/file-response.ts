import { createReadStream } from 'node:fs';
import { posix } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredFile } from '../../store/stored-files.ts';
import type { TrackingContext } from './rpc.ts';

/** Answers a file, or the one part of it that is asked for, without holding it in memory. It was checked against its digest before. */
export const sendFile = async (parts: {
  file: StoredFile;
  objects: TrackingContext['objects'];
  request: FastifyRequest;
  reply: FastifyReply;
}): Promise<FastifyReply> => {
  const { file, objects, request, reply } = parts;
  const { digest, sizeBytes } = file;
  const source = await objects.verified(digest);
  reply
    .type(mediaTypeOf(file.path))
    .header('Content-Disposition', attachment(posix.basename(file.path)))
    .header('Accept-Ranges', 'bytes')
    .header('ETag', `"${digest}"`);
  const range = rangeOf(request.headers, file);
  if (range === undefined) return reply.header('Content-Length', sizeBytes).send(createReadStream(source));
  if (range === 'unsatisfiable')
    return reply.code(416).header('Content-Range', `bytes */${sizeBytes}`).send();
  const { start, end } = range;
  return reply
    .code(206)
    .header('Content-Range', `bytes ${start}-${end}/${sizeBytes}`)
    .header('Content-Length', end - start + 1)
    .send(createReadStream(source, range));
};

/** The range of a request for a single one; several at once are answered with the whole file, as RFC 9110 allows. */
const rangeOf = (
  headers: FastifyRequest['headers'],
  { digest, sizeBytes }: StoredFile,
): { start: number; end: number } | 'unsatisfiable' | undefined => {
  const condition = headers['if-range'];
  const match = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? '');
  if (match === null || (condition !== undefined && condition !== `"${digest}"`)) return undefined;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  return start <= end ? { start, end } : 'unsatisfiable';
};

/** Always a download: what a client stored must not run as a page of this server. Names beyond ASCII as RFC 6266 has them. */
const attachment = (name: string): string => {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
};

const textEndings =
  /(^|\/|\.)(txt|log|err|cfg|conf|cnf|cf|ini|properties|prop|hocon|toml|ya?ml|xml|json|jsonl|js|py3?|csv|tsv|md|rst|html?|MLmodel|MLproject)$/;

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
