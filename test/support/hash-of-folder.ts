import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Of everything that can be seen of a folder: names, kinds, rights, times of writing, links and bytes. */
export const hashOfFolder = (folder: string): string => {
  const hash = createHash('sha256');
  for (const name of (readdirSync(folder, { recursive: true }) as string[]).sort()) {
    const path = join(folder, name);
    const status = lstatSync(path);
    hash.update(`${name} ${status.mode} ${status.mtimeMs} `);
    if (status.isFile()) hash.update(readFileSync(path));
    if (status.isSymbolicLink()) hash.update(readlinkSync(path));
  }
  return hash.digest('hex');
};
