import { closeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { openGuarded, readSome, UnreadableFile } from '../guarded-files.ts';

/**
 * The record log inside a `.wandb` file: LevelDB's log format with a header of its own and plain CRC-32. The file is a row of blocks of
 * 32 KiB; a record lies in one piece, or in a first, middle pieces and a last one that never cross a block's border.
 * Source: https://github.com/google/leveldb/blob/main/doc/log_format.md and wandb/sdk/internal/datastore.py of wandb 0.16.
 */
const blockBytes = 32 * 1024;
const pieceHeaderBytes = 7;
/** `:W&B`, the magic number 0xBEE1, and the version 0. */
const fileHeader = Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00]);
/** Longer than any record; a damaged length must not fill the memory. */
const maxRecordBytes = 256 * 1024 * 1024;

const pieces = { full: 1, first: 2, middle: 3, last: 4 } as const;

/** A whole record, or what is wrong at this place of the file. */
export type LogEntry =
  | { readonly record: Uint8Array }
  | { readonly problem: string; readonly position: number };

/**
 * Every complete record. What a crash cut off is a problem at its place, and reading goes on with the next block where there is one.
 * Errors (`UnreadableFile`): missing, a link, no `.wandb` file.
 */
export function* readRecordLog(path: string): Generator<LogEntry> {
  const file = openGuarded(path);
  try {
    const assembly = createAssembly();
    const block = Buffer.allocUnsafe(blockBytes);
    for (let blockStart = 0; ; blockStart += blockBytes) {
      const length = readSome(file, block, blockStart);
      if (blockStart === 0 && !block.subarray(0, Math.min(length, fileHeader.length)).equals(fileHeader)) {
        throw new UnreadableFile('It does not begin as a .wandb file does.');
      }
      yield* readBlock(block.subarray(0, length), blockStart, assembly);
      if (length < blockBytes) break;
    }
    yield* assembly.finish();
  } finally {
    closeSync(file);
  }
}

function* readBlock(block: Buffer, blockStart: number, assembly: Assembly): Generator<LogEntry> {
  let position = blockStart === 0 ? fileHeader.length : 0;
  // What is shorter than a header is padding.
  while (block.length - position >= pieceHeaderBytes) {
    const checksum = block.readUInt32LE(position);
    const length = block.readUInt16LE(position + 4);
    const type = block[position + 6]!;
    const start = position + pieceHeaderBytes;
    if (type === 0 && length === 0) return;
    if (start + length > block.length) {
      yield* assembly.reject('A record is cut off.', blockStart + position);
      return;
    }
    if (crc32(block.subarray(position + 6, start + length)) !== checksum) {
      yield* assembly.reject(
        'A record’s checksum is wrong; the rest of its block is not read.',
        blockStart + position,
      );
      return;
    }
    yield* assembly.add(type, block.subarray(start, start + length), blockStart + position);
    position = start + length;
  }
}

interface Assembly {
  add(type: number, piece: Buffer, position: number): Generator<LogEntry>;
  /** Gives up the record that is being put together, if there is one. */
  reject(problem: string, position: number): Generator<LogEntry>;
  finish(): Generator<LogEntry>;
}

const createAssembly = (): Assembly => {
  let parts: Buffer[] = [];
  let byteCount = 0;
  let startedAt = 0;

  const clear = () => {
    parts = [];
    byteCount = 0;
  };
  const take = (piece: Buffer) => {
    // The block's buffer is used again.
    parts.push(Buffer.from(piece));
    byteCount += piece.length;
  };

  return {
    *add(type, piece, position) {
      const isContinued = type === pieces.middle || type === pieces.last;
      if (isContinued !== parts.length > 0) {
        yield* this.reject('A piece of a record is missing.', position);
        if (isContinued) return;
      }
      if (!isContinued) startedAt = position;
      if (type > pieces.last || byteCount + piece.length > maxRecordBytes) {
        yield* this.reject('A record is of an unknown kind or too long.', position);
        return;
      }
      take(piece);
      if (type === pieces.full || type === pieces.last) {
        const record = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
        clear();
        yield { record };
      }
    },
    *reject(problem, position) {
      clear();
      yield { problem, position };
    },
    *finish() {
      if (parts.length > 0) yield { problem: 'The last record is cut off.', position: startedAt };
    },
  };
};
