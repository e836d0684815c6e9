import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { ForeignArtifact, ForeignOwner, SkippedItem } from '../../ports/foreign-runs.ts';
import { type FolderEntry, listFolder, systemCode, UnreadableFile } from './guarded-files.ts';
import { attempt, skipped } from './skipped.ts';

/** Deeper than any real artifact folder; a hostile one would make paths that the system refuses. */
const maxDepth = 48;

/** The files below `folder`, with their sizes. Links are named and not followed. */
export function* listArtifacts(
  owner: ForeignOwner,
  folder: string,
  isWanted: (path: string) => boolean = () => true,
): Generator<ForeignArtifact | SkippedItem> {
  yield* listLevel('', 0);

  function* listLevel(parent: string, depth: number): Generator<ForeignArtifact | SkippedItem> {
    const here = join(folder, parent);
    const listing = attempt(() => listFolder(here));
    if (!listing.ok) yield skip(here, listing.reason);
    else for (const entry of listing.value) yield* listEntry(entry, parent, depth);
  }

  function* listEntry(
    entry: FolderEntry,
    parent: string,
    depth: number,
  ): Generator<ForeignArtifact | SkippedItem> {
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

  function* describe(path: string, file: string): Generator<ForeignArtifact | SkippedItem> {
    const size = attempt(() => sizeOf(file));
    if (size.ok) yield { kind: 'artifact', owner, path, sizeBytes: size.value, file, offset: 0 };
    else yield skip(file, size.reason);
  }

  function skip(file: string, reason: string): SkippedItem {
    return skipped('artifact', file, reason, owner.type === 'run' ? { runId: owner.id } : {});
  }
}

const sizeOf = (file: string): number => {
  try {
    return lstatSync(file).size;
  } catch (thrown) {
    throw new UnreadableFile(`It cannot be looked at (${systemCode(thrown)}).`);
  }
};
