import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** Unix socket addresses hold 108 bytes (104 on macOS), so the socket lies in a short folder of its own, not in the project. */
const longestFolder = 70;
const folderPrefix = 'modelyard-';

/** An address to listen on that only this user can reach: a socket in a new 0700 folder, or a named pipe on Windows. */
export const createSocketAddress = (): string => {
  if (process.platform === 'win32') return `\\\\.\\pipe\\modelyard-${randomBytes(16).toString('hex')}`;
  const parent = tmpdir().length <= longestFolder ? tmpdir() : '/tmp';
  return join(mkdtempSync(join(parent, folderPrefix)), 'engine.sock');
};

/** Takes away the folder of an address that nobody listens on any more. */
export const removeSocketAddress = (address: string): void => {
  const folder = dirname(address);
  if (process.platform === 'win32' || !basename(folder).startsWith(folderPrefix)) return;
  rmSync(folder, { recursive: true, force: true });
};
