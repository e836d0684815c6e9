import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { protocol } from 'electron';
import { artifactScheme } from './artifact-protocol.ts';
import { fileInside } from './page-file.ts';

/** The window's own files come from a scheme of their own: `file:` would let a page reach the whole disk. */
export const pageScheme = 'app';
export const pageOrigin = `${pageScheme}://window`;

const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; " +
  `img-src 'self' data: blob: ${artifactScheme}:; frame-src ${artifactScheme}:; media-src ${artifactScheme}:; ` +
  "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/** Before the application is ready, and all at once, as Electron asks for. */
export const declareSchemes = (): void =>
  protocol.registerSchemesAsPrivileged([
    {
      scheme: pageScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
    // CORS, so that the page alone may read the pixels of an image.
    { scheme: artifactScheme, privileges: { standard: true, secure: true, corsEnabled: true, stream: true } },
  ]);

export const servePages = (root: string): void =>
  protocol.handle(pageScheme, async ({ url }) => {
    const file = fileInside(root, new URL(url).pathname);
    const type = file === null ? undefined : contentTypes[extname(file)];
    if (file === null || type === undefined) return new Response('Not found', { status: 404 });
    try {
      const headers = {
        'content-type': type,
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
      };
      return new Response(new Uint8Array(await readFile(file)), { headers });
    } catch {
      return new Response('Not found', { status: 404 });
    }
  });
