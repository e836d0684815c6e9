import { closeSync, constants, type Dirent, fstatSync, openSync, readdirSync, readSync } from 'node:fs';

/**
 * Reading folders that somebody else wrote: synchronous and with as few system calls as possible, because a folder of runs is millions of
 * tiny files. No link is followed, no device or pipe is opened, and nothing is read beyond a limit.
 */

/** The file or folder is there and cannot be taken; the message says why, for a person. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

export interface FolderEntry {
  readonly name: string;
  readonly type: 'file' | 'folder' | 'link' | 'other';
}

/** Sorted by name, so that two reads of the same folder give the same order. A folder that is not there is empty. */
export const listFolder = (path: string): FolderEntry[] => {
  try {
    return readdirSync(path, { withFileTypes: true })
      .map((entry) => ({ name: entry.name, type: typeOf(entry) }))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new UnreadableFile(`The folder cannot be listed (${code}).`);
  }
};

const typeOf = (entry: Dirent): FolderEntry['type'] => {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
};

// Windows has neither flag; there the listing has told links from files.
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export const openGuarded = (path: string): number => {
  try {
    return openSync(path, openFlags);
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === 'ENOENT') throw new UnreadableFile('The file is not there.');
    if (code === 'ELOOP') throw new UnreadableFile('It is a link, and links are not followed.');
    if (code === 'EACCES' || code === 'EPERM') throw new UnreadableFile('The system refuses to open it.');
    throw new UnreadableFile(`It cannot be opened (${code}).`);
  }
};

const sharedBuffer = Buffer.allocUnsafe(64 * 1024);
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a small file. Errors (`UnreadableFile`): missing, a link, longer than `maxBytes`, not UTF-8. */
export const readSmallText = (path: string, maxBytes: number): string => {
  const file = openGuarded(path);
  try {
    const byteCount = readSome(file, sharedBuffer, 0);
    if (byteCount < sharedBuffer.length) return decodeStrictly(sharedBuffer.subarray(0, byteCount));
    return decodeStrictly(readWhole(file, maxBytes));
  } finally {
    closeSync(file);
  }
};

const readWhole = (file: number, maxBytes: number): Buffer => {
  const { size } = fstatSync(file);
  if (size > maxBytes)
    throw new UnreadableFile(`It holds ${size} bytes; more than ${maxBytes} are not read.`);
  const buffer = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const byteCount = readSome(file, buffer.subarray(length), length);
    if (byteCount === 0) break;
    length += byteCount;
  }
  return buffer.subarray(0, length);
};

/** Bytes from `position` on, as many as fit into `buffer` or there are. */
export const readSome = (file: number, buffer: Uint8Array, position: number): number => {
  try {
    return readSync(file, buffer, 0, buffer.length, position);
  } catch (thrown) {
    throw new UnreadableFile(`It cannot be read (${systemCode(thrown)}).`);
  }
};

/** Lenient decoding is many times faster, and is right unless it had to put a replacement character somewhere. */
export const decodeStrictly = (bytes: Buffer): string => {
  const text = bytes.toString('utf8');
  if (!text.includes('\uFFFD')) return text;
  try {
    return strictDecoder.decode(bytes);
  } catch {
    throw new UnreadableFile('It is not UTF-8 text.');
  }
};

export const systemCode = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
