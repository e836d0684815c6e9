import { join, relative, resolve, sep } from 'node:path';

/** The file below `root` that the path of an address means, or null when it would lie outside or is no path at all. */
export const fileInside = (root: string, pathname: string): string | null => {
  try {
    const decoded = decodeURIComponent(pathname);
    if (decoded.includes('\0') || decoded.includes('\\')) return null;
    const file = resolve(join(root, decoded));
    const way = relative(root, file);
    return way === '' || way === '..' || way.startsWith(`..${sep}`) ? null : file;
  } catch {
    return null;
  }
};
