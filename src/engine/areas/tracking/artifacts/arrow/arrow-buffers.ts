import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { ArrowFormatError } from '../../../../core/artifacts/arrow/arrow-format-error.ts';
import type { BufferPlace, RecordBatch } from '../../../../core/artifacts/arrow/arrow-messages.ts';
import { unpackLz4Frame } from '../../../../core/artifacts/arrow/lz4.ts';
import { createBoundedCache } from '../../curves/bounded-cache.ts';
import type { ByteSource } from '../byte-source.ts';

const unpackZstd = promisify(zstdDecompress);

/** A compressed buffer is unpacked as a whole, whichever of its values are shown. */
const largestUnpacked = 256 * 2 ** 20;
const keptBytes = 128 * 2 ** 20;

/** Reads a part of a buffer: exactly so many bytes. */
export type ReadBuffer = (buffer: BufferPlace, offset: number, length: number) => Promise<Uint8Array>;

/** Buffers that were unpacked last, for the next window of rows. */
export const createBufferCache = () => createBoundedCache<Promise<Uint8Array>>(keptBytes);
export type BufferCache = ReturnType<typeof createBufferCache>;

/** The buffers of a batch whose body begins at `bodyOffset`. Uncompressed ones are read where they lie, as little of them as is asked for. */
export const buffersOf = (
  source: ByteSource,
  { bodyOffset, compression }: { bodyOffset: number } & Pick<RecordBatch, 'compression'>,
  cache: BufferCache,
): ReadBuffer => {
  const plain: ReadBuffer = async (buffer, offset, length) => {
    if (offset < 0 || offset + length > buffer.length) throw tooShort();
    const bytes = await source.read(bodyOffset + buffer.offset + offset, length);
    if (bytes.length < length) throw tooShort();
    return bytes;
  };
  if (compression === null) return plain;

  const unpack = async (buffer: BufferPlace): Promise<Uint8Array> => {
    const sizeBytes = Number(new DataView((await plain(buffer, 0, 8)).slice().buffer).getBigInt64(0, true));
    const packedBytes = buffer.length - 8;
    // Bytes that would not become fewer are stored as they are.
    if (sizeBytes === -1) return plain(buffer, 8, packedBytes);
    if (sizeBytes < 0) throw new ArrowFormatError('a compressed part of it states a negative size');
    if (sizeBytes > largestUnpacked || packedBytes > largestUnpacked)
      throw new ArrowFormatError(
        'a column of it is compressed in pieces of more than 256 MiB, too large to be unpacked for a look; write it in smaller batches',
      );
    const packed = await plain(buffer, 8, packedBytes);
    return compression === 'lz4' ? unpackLz4Frame(packed, sizeBytes) : unpackedZstd(packed, sizeBytes);
  };

  return async (buffer, offset, length) => {
    if (length === 0) return new Uint8Array(0);
    const name = String(bodyOffset + buffer.offset);
    let bytes = cache.get(name);
    if (bytes === undefined) {
      bytes = unpack(buffer);
      const { length: weight } = await bytes;
      cache.set(name, bytes, weight);
    }
    const unpacked = await bytes;
    if (offset < 0 || offset + length > unpacked.length) throw tooShort();
    return unpacked.subarray(offset, offset + length);
  };
};

const tooShort = () =>
  new ArrowFormatError('a column of it is shorter than its rows, so it is damaged or breaks off');

const unpackedZstd = async (packed: Uint8Array, sizeBytes: number): Promise<Uint8Array> => {
  try {
    const unpacked = await unpackZstd(packed, { maxOutputLength: Math.max(1, sizeBytes) });
    if (unpacked.length === sizeBytes) return unpacked;
  } catch {
    // Said below, as for what unpacks to another size than is stated.
  }
  throw new ArrowFormatError('a compressed part of it is damaged');
};
