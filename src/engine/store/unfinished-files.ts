import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { UnfinishedFiles } from '../ports/project-services.ts';

/** What a name ends with until what it names is whole; nothing else is ever removed, whatever a note says. */
const isUnfinished = (path: string): boolean => /\.unfinished-[0-9a-f]+$/.test(basename(path));

/**
 * Files and folders that somebody is writing outside the project's own, each written down in a small file of `folder` as long as it is not whole.
 * What a kill leaves of them is removed when the project is opened again.
 */
export const createUnfinishedFiles = (folder: string): UnfinishedFiles & { removeLeft(): void } => ({
  begin: (path) => {
    const note = join(folder, randomUUID());
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(note, path);
    } catch {
      // A project that cannot be written, or a full disk, is no reason not to write elsewhere.
      return () => undefined;
    }
    return () => rmSync(note, { force: true });
  },
  removeLeft: () => {
    for (const note of notesIn(folder)) {
      const path = readFileSync(note, 'utf8');
      if (isUnfinished(path)) {
        rmSync(path, { recursive: true, force: true });
        // Of a Parquet file: the lines that it is made of.
        rmSync(`${path}.jsonl`, { force: true });
      }
      rmSync(note, { force: true });
    }
  },
});

const notesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
};
