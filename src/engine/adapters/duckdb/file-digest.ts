import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { WorkContext } from '../../ports/data-engine.ts';
import { fileFacts } from './file-facts.ts';
import { throwIfCancelled } from './session.ts';

/** SHA-256 of a file's bytes, read in pieces. */
export const fileDigest = async (path: string, context: WorkContext): Promise<string> => {
  const { sizeBytes } = await fileFacts(path);
  const phase = `Taking the digest of ${basename(path)}`;
  const hash = createHash('sha256');
  let readBytes = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
    throwIfCancelled(context.signal);
    hash.update(piece);
    readBytes += piece.length;
    if (readBytes % (1 << 25) < piece.length) {
      context.progress?.({ phase, completed: readBytes, total: sizeBytes });
    }
  }
  return hash.digest('hex');
};
