import { closeSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The engine's own files, and what clients upload to the tracking server. */
export type ScratchFolder = 'unfinished' | 'unfinished-uploads';

/** Whoever has stored an object writes who holds it within moments. */
const settledAfterMs = 60_000;

const isDigest = (name: string): boolean => /^[0-9a-f]{64}$/.test(name);

/** Each process that writes has marks of its own, as it has files of its own that are not objects yet. */
const marksFolder = (objects: string, scratch: ScratchFolder): string =>
  join(objects, scratch.replace('unfinished', 'unsettled'));

const marksIn = (folder: string): string[] => {
  try {
    return readdirSync(folder).filter(isDigest);
  } catch {
    return [];
  }
};

/** Objects that are just coming or going, whichever process has to do with them; what came of them is seen at its next start. */
export const markedObjects = (objects: string): Set<string> =>
  new Set(
    (['unfinished', 'unfinished-uploads'] as const).flatMap((scratch) =>
      marksIn(marksFolder(objects, scratch)),
    ),
  );

/** For a database that was put back from a copy: what it does not know yet is not for nobody. */
export const removeObjectMarks = (objects: string): void => {
  for (const scratch of ['unfinished', 'unfinished-uploads'] as const)
    rmSync(marksFolder(objects, scratch), { recursive: true, force: true });
};

/**
 * Empty files that are named by the objects whose files, rows and holders do not agree yet: one that is being stored, or removed. A kill leaves
 * them, and tells the next start so which objects to look at.
 */
export const createObjectMarks = (
  objects: string,
  scratch: ScratchFolder,
  unheldOf: (digests: readonly string[]) => readonly { readonly digest: string }[],
) => {
  const folder = marksFolder(objects, scratch);
  const set = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  const clear = (digest: string): void => {
    set.delete(digest);
    rmSync(join(folder, digest), { force: true });
  };

  const clearSettled = (): void => {
    const now = performance.now();
    const old = [...set].flatMap(([digest, setAt]) => (now - setAt >= settledAfterMs ? [digest] : []));
    const unheld = new Set(unheldOf(old).map(({ digest }) => digest));
    for (const digest of old) if (!unheld.has(digest)) clear(digest);
    timer = undefined;
    if (set.size > 0) start();
  };
  const start = (): void => {
    timer ??= setTimeout(clearSettled, settledAfterMs).unref();
  };

  return {
    set: (digest: string): void => {
      set.set(digest, performance.now());
      start();
      try {
        mkdirSync(folder, { recursive: true });
        closeSync(openSync(join(folder, digest), 'w'));
      } catch {
        // Without its mark an object costs room after a kill, and nothing else.
      }
    },
    clear,
    /** Those that an earlier process left. */
    left: (): string[] => marksIn(folder).filter((digest) => !set.has(digest)),
    /** Those of this process. */
    own: (): string[] => [...set.keys()],
    stop: (): void => clearTimeout(timer),
  };
};
