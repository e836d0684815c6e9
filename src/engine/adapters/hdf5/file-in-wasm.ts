import { closeSync, openSync, readSync } from 'node:fs';
import type { Module } from 'h5wasm';
import type { FilePart } from '../../ports/file-part.ts';

type Hdf5Module = typeof Module;

/** What we replace of a file of Emscripten's file system. Source: https://emscripten.org/docs/api_reference/Filesystem-API.html */
interface MemoryFile {
  usedBytes: number;
  stream_ops: Record<string, unknown>;
}

/** Two may be open at the same time. */
let lastNumber = 0;

/**
 * Lets the library read a file of the disk, where it lies and no more of it than it asks for. The library lives in a file system of its
 * own with nothing but such files in it, so that whatever else a hostile file makes it open is not there. Answers the file's name
 * there, and what closes it.
 */
export const showFile = (
  { FS }: Hdf5Module,
  { file, start, sizeBytes }: FilePart,
): { name: string; hide: () => void } => {
  const handle = openSync(file, 'r');
  lastNumber += 1;
  const name = `/look-${lastNumber}.h5`;
  FS.writeFile(name, new Uint8Array(0));
  const node = FS.lookupPath(name, {}).node as unknown as MemoryFile;
  node.usedBytes = sizeBytes;
  node.stream_ops = {
    ...node.stream_ops,
    read: (_stream: unknown, target: Uint8Array, offset: number, length: number, position: number) =>
      readSync(handle, target, offset, Math.max(0, Math.min(length, sizeBytes - position)), start + position),
  };
  const hide = () => {
    closeSync(handle);
    FS.unlink(name);
  };
  return { name, hide };
};
