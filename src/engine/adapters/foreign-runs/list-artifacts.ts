import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { ForeignArtifact, ForeignOwner, SkippedItem } from '../../ports/foreign-runs.ts';
import { type FolderEntry, listFolder, systemCode, UnreadableFile } from './guarded-files.ts';
import { attempt, skipped } from './skipped.ts';

/** Deeper than any real artifact folder; a hostile one would make paths that the system refuses. */
const maxDepth = 48;

export interface FoundFile {
  readonly kind: 'file';
  /** Below the folder, with `/`. */
  readonly path: string;
  readonly file: string;
  readonly sizeBytes: number;
}

/** The files below `folder`, with their sizes. Links are named and not followed. */
export function* listArtifacts(
  owner: ForeignOwner,
  folder: string,
  isWanted: (path: string) => boolean = () => true,
): Generator<ForeignArtifact | SkippedItem> {
  for (const found of listFiles(folder, isWanted)) {
    if (found.kind === 'file') yield { ...found, kind: 'artifact', owner, offset: 0 };
    else yield { ...found, runId: owner.type === 'run' ? owner.id : null };
  }
}

export function* listFiles(
  folder: string,
  isWanted: (path: string) => boolean = () => true,
): Generator<FoundFile | SkippedItem> {
  yield* listLevel('', 0);

  function* listLevel(parent: string, depth: number): Generator<FoundFile | SkippedItem> {
    const here = join(folder, parent);
    const listing = attempt(() => listFolder(here));
    if (!listing.ok) yield skip(here, listing.reason);
    else for (const entry of listing.value) yield* listEntry(entry, parent, depth);
  }

  function* listEntry(entry: FolderEntry, parent: string, depth: number): Generator<FoundFile | SkippedItem> {
    const path = parent === '' ? entry.name : `${parent}/${entry.name}`;
    const file = join(folder, path);
    if (!isWanted(path)) return;
    if (entry.type === 'folder') {
      if (depth < maxDepth) yield* listLevel(path, depth + 1);
      else yield skip(file, `More than ${maxDepth} folders lie in one another.`);
    } else if (entry.type === 'file') yield* describe(path, file);
    else {
      yield skip(
        file,
        entry.type === 'link' ? 'It is a link, and links are not followed.' : 'It is no file.',
      );
    }
  }

  function* describe(path: string, file: string): Generator<FoundFile | SkippedItem> {
    const size = attempt(() => sizeOf(file));
    if (size.ok) yield { kind: 'file', path, sizeBytes: size.value, file };
    else yield skip(file, size.reason);
  }

  function skip(file: string, reason: string): SkippedItem {
    return skipped('artifact', file, reason);
  }
}

const sizeOf = (file: string): number => {
  try {
    return lstatSync(file).size;
  } catch (thrown) {
    throw new UnreadableFile(`It cannot be looked at (${systemCode(thrown)}).`);
  }
};
