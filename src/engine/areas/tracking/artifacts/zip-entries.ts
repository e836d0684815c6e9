import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import {
  findZipDirectory,
  readZipDirectory,
  type ZipEntry,
  ZipFormatError,
  zipDataOffset,
  zipEndBytes,
} from '../../../core/artifacts/zip-directory.ts';
import { type ByteSource, partOf } from './byte-source.ts';

const mostEntries = 5000;
const longestDirectory = 64 * 2 ** 20;

/** What the list at an archive's end says is in it, of long ones the beginning. */
export const readEntries = async (
  source: ByteSource,
): Promise<{ entries: ZipEntry[]; entryCount: number }> => {
  const end = await source.read(Math.max(0, source.sizeBytes - zipEndBytes), zipEndBytes);
  const place = findZipDirectory(end, source.sizeBytes);
  const bytes = await source.read(place.offset, Math.min(place.sizeBytes, longestDirectory));
  return { entries: readZipDirectory(bytes, mostEntries), entryCount: place.entryCount };
};

/** The bytes of an entry as they lie in the archive. */
export const packedBytes = async (source: ByteSource, entry: ZipEntry): Promise<ByteSource> => {
  if (entry.isEncrypted) throw new ZipFormatError('it is encrypted');
  if (entry.method !== 0 && entry.method !== 8)
    throw new ZipFormatError(`“${entry.path}” is packed in a way that is not read`);
  const start = entry.headerOffset + zipDataOffset(await source.read(entry.headerOffset, 30));
  return partOf(source, start, entry.packedBytes);
};

const partBytes = 2 ** 20;

/** The bytes of an entry, unpacked part by part: whoever takes no more of them stops it. */
export async function* unpackedParts(source: ByteSource, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const packed = await packedBytes(source, entry);
  async function* parts() {
    for (let at = 0; at < packed.sizeBytes; at += partBytes) yield await packed.read(at, partBytes);
  }
  if (entry.method === 0) {
    yield* parts();
    return;
  }
  const inflated = createInflateRaw({ chunkSize: partBytes });
  // What goes wrong on the way is thrown where the parts are taken.
  pipeline(Readable.from(parts()), inflated, () => undefined);
  try {
    for await (const part of inflated) yield part as Uint8Array;
  } catch {
    throw new ZipFormatError(`“${entry.path}” is damaged or breaks off`);
  }
}
