import { type FileHandle, open } from 'node:fs/promises';
import type { ByteSource } from '../../../core/artifacts/byte-source.ts';
import type { FilePart } from '../../../ports/file-part.ts';

export type { ByteSource };

const fileSource = async (handle: FileHandle): Promise<ByteSource> => {
  const { size } = await handle.stat();
  return {
    sizeBytes: size,
    read: async (offset, length) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, offset + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
  };
};

/** Opens a file for `work` and closes it again. */
export const withFile = async <Result>(
  file: string,
  work: (source: ByteSource) => Promise<Result>,
): Promise<Result> => {
  const handle = await open(file);
  try {
    return await work(await fileSource(handle));
  } finally {
    await handle.close();
  }
};

/** A part of a source as a source. */
export const partOf = (source: ByteSource, start: number, sizeBytes: number): ByteSource => ({
  sizeBytes: Math.max(0, Math.min(sizeBytes, source.sizeBytes - start)),
  read(offset, length) {
    return source.read(start + offset, Math.min(length, this.sizeBytes - offset));
  },
});

/** As `withFile`, for a part of a file. */
export const withPart = <Result>(
  { file, start, sizeBytes }: FilePart,
  work: (source: ByteSource) => Promise<Result>,
): Promise<Result> => withFile(file, (source) => work(partOf(source, start, sizeBytes)));

export const inMemory = (bytes: Uint8Array): ByteSource => ({
  sizeBytes: bytes.length,
  read: async (offset, length) => bytes.subarray(offset, offset + length),
});
