import { sep } from 'node:path';
import { type Pack, pack } from 'tar-fs';

/**
 * The build context as a tar stream: the Dockerfile and what the image holds. Owner, rights and times are the same for everybody,
 * so that equal files give equal layers.
 */
export const packContext = (folder: string): Pack =>
  pack(folder, {
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
