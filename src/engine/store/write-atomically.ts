import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { withPlace } from '../../shared/unwritable-file.ts';

/** A reader sees the old file or the new one, also after a crash: temporary file, fsync, rename. Errors: those of `withPlace`. */
export const writeAtomically = (file: string, text: string): void => {
  const unfinished = `${file}.${process.pid}.unfinished`;
  try {
    const handle = openSync(unfinished, 'w');
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(unfinished, file);
  } catch (thrown) {
    rmSync(unfinished, { force: true });
    throw withPlace(thrown, file);
  }
};
