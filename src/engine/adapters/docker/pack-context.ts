import { sep } from 'node:path';
import { PassThrough, pipeline } from 'node:stream';
import { pack } from 'tar-fs';

/**
 * The build context as a tar stream: the Dockerfile and what the image holds. Owner, rights and times are the same for everybody,
 * so that equal files give equal layers.
 */
export function packContext(folder: string): NodeJS.ReadableStream {
  const archive = pack(folder, {
    entries: ['Dockerfile', 'app'],
    ignore: (path) => path.split(sep).includes('.git'),
    map: (header) => ({
      ...header,
      uid: 0,
      gid: 0,
      mtime: new Date(0),
      mode: header.type === 'directory' ? 0o755 : 0o644,
    }),
  });
  // A file that cannot be read ends the request to Docker with an error, not with a short archive.
  return pipeline(archive, new PassThrough(), () => undefined);
}
