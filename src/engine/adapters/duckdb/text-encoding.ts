import { isUtf8 } from 'node:buffer';
import { createReadStream, createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EngineError } from '../../../shared/errors.ts';
import { throwIfCancelled } from './session.ts';

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];

interface EncodingFinding {
  readonly encoding: Encoding;
  readonly warning: string | null;
}

const pieceBytes = 1 << 22;

const pieces = (path: string): AsyncIterable<Buffer> => createReadStream(path, { highWaterMark: pieceBytes });

/** How many bytes at the end belong to a character that the next piece completes. */
const unfinishedBytes = (piece: Buffer): number => {
  for (let back = 1; back <= Math.min(3, piece.length); back += 1) {
    const byte = piece[piece.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const width = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return width > back ? back : 0;
  }
  return 0;
};

const widthAt = (bytes: Buffer, index: number): number => {
  const byte = bytes[index]!;
  if (byte < 0x80) return 1;
  const width = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0;
  return width > 0 && isUtf8(bytes.subarray(index, index + width)) ? width : 0;
};

/** Where UTF-8 breaks first, how often it breaks, and whether the other characters are UTF-8 all the same. */
const brokenPlaces = (
  bytes: Buffer,
): { first: number; broken: number; multiByte: number; undefined1252: boolean } => {
  const found = { first: -1, broken: 0, multiByte: 0, undefined1252: false };
  for (let index = 0; index < bytes.length; ) {
    const width = widthAt(bytes, index);
    if (width > 1) found.multiByte += 1;
    if (width === 0) {
      if (found.first < 0) found.first = index;
      found.broken += 1;
      if ([0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(bytes[index]!)) found.undefined1252 = true;
    }
    index += Math.max(width, 1);
  }
  return found;
};

const utf16Of = (head: Buffer): Encoding | null => {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  // Without a byte-order mark: Latin text in UTF-16 has a zero in every other byte.
  const sample = head.subarray(0, 4096);
  const zeros: [even: number, odd: number] = [0, 0];
  for (let index = 0; index < sample.length; index += 1) {
    if (sample[index] === 0) zeros[index % 2 === 0 ? 0 : 1] += 1;
  }
  const [even, odd] = zeros;
  if (odd > sample.length * 0.3 && even < sample.length * 0.1) return 'utf-16le';
  if (even > sample.length * 0.3 && odd < sample.length * 0.1) return 'utf-16be';
  return null;
};

const malformed = (path: string, message: string, details: Record<string, unknown>) =>
  new EngineError('data-malformed', `${basename(path)}: ${message}`, { details: { path, ...details } });

const judgeBroken = (path: string, piece: Buffer, offset: number): EncodingFinding => {
  const { first, broken, multiByte, undefined1252 } = brokenPlaces(piece);
  const byteOffset = offset + first;
  if (undefined1252 || multiByte > broken) {
    throw malformed(
      path,
      `the byte at offset ${byteOffset} is not valid UTF-8, and the rest is not Windows-1252. Save the file as UTF-8.`,
      { byteOffset },
    );
  }
  return {
    encoding: 'windows-1252',
    warning: `Not UTF-8 (byte at offset ${byteOffset}); read as Windows-1252 (Latin-1). Check accented letters.`,
  };
};

/** Reads a text file once and says how its characters are encoded. Zero bytes are an error: text has none. */
export const findEncoding = async (path: string, signal?: AbortSignal): Promise<EncodingFinding> => {
  let offset = 0;
  let carried: Buffer = Buffer.alloc(0);
  for await (const read of pieces(path)) {
    throwIfCancelled(signal);
    const piece = carried.length === 0 ? read : Buffer.concat([carried, read]);
    if (offset === 0) {
      const wide = utf16Of(piece);
      if (wide !== null) return { encoding: wide, warning: `Read as ${wide.toUpperCase()}.` };
    }
    const zero = piece.indexOf(0);
    if (zero >= 0) {
      const byteOffset = offset + zero;
      throw malformed(
        path,
        `a NUL byte at offset ${byteOffset}. This is not a text file, or it is damaged.`,
        { byteOffset },
      );
    }
    const unfinished = unfinishedBytes(piece);
    const whole = piece.subarray(0, piece.length - unfinished);
    if (!isUtf8(whole)) return judgeBroken(path, piece, offset);
    carried = Buffer.from(piece.subarray(whole.length));
    offset += whole.length;
  }
  return carried.length > 0 ? judgeBroken(path, carried, offset) : { encoding: 'utf-8', warning: null };
};

/** Writes a copy in UTF-8, which is the only encoding that DuckDB reads without an extension for every case. */
export const transcode = async (
  { path, encoding, target }: { path: string; encoding: Encoding; target: string },
  signal?: AbortSignal,
): Promise<void> => {
  const decoder = new TextDecoder(encoding, { fatal: true });
  async function* decoded(): AsyncGenerator<string> {
    let offset = 0;
    try {
      for await (const piece of pieces(path)) {
        yield decoder.decode(piece, { stream: true });
        offset += piece.length;
      }
      yield decoder.decode();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      throw malformed(path, `not valid ${encoding.toUpperCase()} after byte ${offset}.`, {
        byteOffset: offset,
      });
    }
  }
  await pipeline(Readable.from(decoded()), createWriteStream(target), signal === undefined ? {} : { signal });
};
