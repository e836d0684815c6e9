import { closeSync } from 'node:fs';
import { openGuarded, readSome } from '../guarded-files.ts';
import { maskedCrc32c } from './crc32c.ts';

/** A record of an event file with its place, or what is wrong at that place. */
export type Frame =
  | { readonly record: Uint8Array; readonly position: number }
  | { readonly problem: string; readonly position: number };

const headerBytes = 12;
const footerBytes = 4;
const chunkBytes = 1024 * 1024;
/** Longer than any real record; a hostile length with a right checksum must not fill the memory. */
const maxRecordBytes = 256 * 1024 * 1024;

/**
 * The records of a TFRecord file: length (8 bytes), its checksum, the data, their checksum. A file that is still written to, or was cut off by
 * a crash, ends in a part of a record. Source: tensorflow/core/lib/io/record_writer.h. Errors (`UnreadableFile`): missing, a link.
 */
export function* readFrames(path: string): Generator<Frame> {
  const file = openGuarded(path);
  try {
    const bytes = createWindow(file);
    for (let position = 0; ; ) {
      const header = bytes.at(position, headerBytes);
      if (header.length === 0) return;
      if (header.length < headerBytes) {
        yield { problem: 'The last record is cut off.', position };
        return;
      }
      const length = header.readUInt32LE(0) + header.readUInt32LE(4) * 2 ** 32;
      const isTrue = maskedCrc32c(header.subarray(0, 8)) === header.readUInt32LE(8);
      if (!isTrue || length > maxRecordBytes) {
        // Without the length nothing behind it can be found.
        yield { problem: 'A record’s length is damaged; the rest of the file is not read.', position };
        return;
      }
      const body = bytes.at(position + headerBytes, length + footerBytes);
      if (body.length < length + footerBytes) {
        yield { problem: 'The last record is cut off.', position };
        return;
      }
      const record = body.subarray(0, length);
      if (maskedCrc32c(record) === body.readUInt32LE(length))
        yield { record, position: position + headerBytes };
      else yield { problem: 'A record’s checksum is wrong.', position };
      position += headerBytes + length + footerBytes;
    }
  } finally {
    closeSync(file);
  }
}

/** Reads ahead in chunks. What `at` answers is shorter than asked for at the end of the file, and good until the next call. */
const createWindow = (file: number) => {
  let buffer = Buffer.allocUnsafe(chunkBytes);
  let start = 0;
  let length = 0;
  return {
    at(position: number, byteCount: number): Buffer {
      if (position < start || position + byteCount > start + length) {
        if (byteCount > buffer.length) buffer = Buffer.allocUnsafe(byteCount);
        start = position;
        length = readSome(file, buffer, position);
      }
      const offset = position - start;
      return buffer.subarray(offset, Math.min(length, offset + byteCount));
    },
  };
};
