import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { writeHashing } from '../../store/objects.ts';
import type { StagedFile } from './import-entries.ts';

export interface FilePart {
  readonly file: string;
  /** Where in the file it begins. */
  readonly offset: number;
  readonly sizeBytes: number;
}

/** Puts parts of files, or what is made only now, into the folder of an attempt, each hashed and on the disk when its promise resolves. */
export const createStaging = (folder: string, signal: AbortSignal) => {
  let count = 0;
  return async (part: FilePart | Readable): Promise<StagedFile> => {
    signal.throwIfAborted();
    count += 1;
    const name = `artifact-${count}`;
    const path = join(folder, name);
    const object = await writeHashing(part instanceof Readable ? part : bytesOf(part), path);
    const handle = await open(path, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    return { name, ...object };
  };
};

const bytesOf = ({ file, offset, sizeBytes }: FilePart): Readable =>
  sizeBytes === 0
    ? Readable.from([])
    : createReadStream(file, { start: offset, end: offset + sizeBytes - 1 });
