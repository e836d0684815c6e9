import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { protocol } from 'electron';
import type { CommandOutput } from '../shared/contract/index.ts';
import { EngineError } from '../shared/errors.ts';
import { byteRange } from './byte-range.ts';
import type { EngineSupervisor } from './engine-supervisor.ts';

/** Files of runs come to the window from a scheme of their own, as streams: no message could carry them, and no path is ever in an address. */
export const artifactScheme = 'modelyard-artifact';

type Described = CommandOutput<'runs.describeArtifact'>;

/** What a window may show by address; everything else is read by the engine and comes as data. */
const servedKinds: readonly Described['kind'][] = ['image', 'html', 'pdf', 'audio', 'video'];

/**
 * A page that a run left may run its scripts, which plots need, in a place of its own: an origin that equals no other, no network, no
 * storage, no frames, no forms. A second lock besides the frame's `sandbox`, because this one holds however the page is opened.
 */
const pagePolicy =
  "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; " +
  "img-src data: blob:; font-src data:; media-src data: blob:; base-uri 'none'; form-action 'none'";
/** An image is no page: whatever is in it, as in SVG, runs and loads nothing. */
const imagePolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

export interface ArtifactAccess {
  /** The beginning of the addresses of a project's artifacts. Error `not-found` for a project that is not open here. */
  addressOf(folder: string): string;
}

/** Answers addresses `modelyard-artifact://<key>/<run>/<path>`: the engine says which file that is, if any. */
export const serveArtifacts = ({
  supervisor,
  openFolders,
  pageOrigin,
}: {
  supervisor: Pick<EngineSupervisor, 'call'>;
  openFolders: ReadonlySet<string>;
  /** Who may read the pixels of an image, to compare two. */
  pageOrigin: string;
}): ArtifactAccess => {
  /** A key stands for an open project, so that no page that is shown can name one. */
  const folders = new Map<string, string>();

  protocol.handle(artifactScheme, async ({ url, headers, signal }) => {
    const { host, pathname } = new URL(url);
    const folder = folders.get(host);
    const named = readName(pathname);
    if (folder === undefined || !openFolders.has(folder) || named === null) return notFound();
    const asked = supervisor.call({ command: 'runs.describeArtifact', project: folder, input: named });
    try {
      const described = (await asked.answer) as Described;
      if (!servedKinds.includes(described.kind)) return notFound();
      return respond(described, { range: headers.get('range'), pageOrigin, signal });
    } catch (thrown) {
      return thrown instanceof EngineError ? notFound() : new Response('Failed', { status: 500 });
    }
  });

  return {
    addressOf(folder) {
      if (!openFolders.has(folder))
        throw new EngineError('not-found', `${folder} is not open here.`, { details: { folder } });
      const known = [...folders].find(([, other]) => other === folder)?.[0];
      const key = known ?? randomBytes(16).toString('hex');
      folders.set(key, folder);
      return `${artifactScheme}://${key}`;
    },
  };
};

const notFound = (): Response => new Response('Not found', { status: 404 });

/** `/<run>/<path>`, each escaped as a whole. */
const readName = (pathname: string): { run: string; path: string } | null => {
  const [, run = '', path = '', ...more] = pathname.split('/');
  if (run === '' || path === '' || more.length > 0) return null;
  try {
    return { run: decodeURIComponent(run), path: decodeURIComponent(path) };
  } catch {
    return null;
  }
};

const respond = (
  { file, start: from, sizeBytes, kind, mediaType }: Described,
  { range, pageOrigin, signal }: { range: string | null; pageOrigin: string; signal: AbortSignal },
): Response => {
  const headers: Record<string, string> = {
    'content-type': kind === 'html' ? 'text/html; charset=utf-8' : mediaType,
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
    'accept-ranges': 'bytes',
  };
  if (kind === 'html') headers['content-security-policy'] = pagePolicy;
  if (kind === 'image') {
    headers['content-security-policy'] = imagePolicy;
    headers['access-control-allow-origin'] = pageOrigin;
  }
  const part = byteRange(range, sizeBytes);
  if (part === 'unsatisfiable')
    return new Response(null, { status: 416, headers: { 'content-range': `bytes */${sizeBytes}` } });
  const { start, end } = part ?? { start: 0, end: sizeBytes - 1 };
  headers['content-length'] = String(end - start + 1);
  if (part !== null) headers['content-range'] = `bytes ${start}-${end}/${sizeBytes}`;
  if (sizeBytes === 0) return new Response(null, { headers });
  const stream = createReadStream(file, { start: from + start, end: from + end, signal });
  return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, {
    status: part === null ? 200 : 206,
    headers,
  });
};
