import { join } from 'node:path';
import type { SkippedItem, SkippedSubject } from '../../../ports/foreign-runs.ts';
import { type FolderEntry, listFolder, readSmallText } from '../guarded-files.ts';
import { attempt, skipped } from '../skipped.ts';

/** Longer than any parameter or tag that MLflow takes. */
const maxValueBytes = 1024 * 1024;
/** A key has at most 250 characters, so it cannot nest deeper. */
const maxDepth = 128;

export interface EntryFile {
  readonly key: string;
  readonly path: string;
}

/** The files of `params`, `tags`, `metrics` or `aliases`: a key with slashes is a file in folders. */
export function* listEntryFiles(folder: string, subject: SkippedSubject): Generator<EntryFile | SkippedItem> {
  yield* listLevel('', 0);

  function* listLevel(parent: string, depth: number): Generator<EntryFile | SkippedItem> {
    const here = parent === '' ? folder : `${folder}/${parent}`;
    const listing = attempt(() => listFolder(here));
    if (!listing.ok) {
      yield skipped(subject, here, listing.reason);
      return;
    }
    for (const entry of listing.value) yield* listEntry(entry, parent, depth);
  }

  function* listEntry(entry: FolderEntry, parent: string, depth: number): Generator<EntryFile | SkippedItem> {
    const key = parent === '' ? entry.name : `${parent}/${entry.name}`;
    const path = join(folder, key);
    if (entry.type === 'file') yield { key, path };
    else if (entry.type === 'folder' && depth < maxDepth) yield* listLevel(key, depth + 1);
    else if (entry.type === 'folder')
      yield skipped(subject, path, `More than ${maxDepth} folders lie in one another.`);
    else yield skipped(subject, path, 'It is a link or no file, and is not followed.');
  }
}

export interface EntriesRead {
  readonly entries: (readonly [string, string])[];
  readonly skipped: SkippedItem[];
}

/** Key and whole content of each file below `folder`. */
export const readEntryFiles = (folder: string, subject: SkippedSubject): EntriesRead => {
  const result: EntriesRead = { entries: [], skipped: [] };
  for (const found of listEntryFiles(folder, subject)) {
    if ('kind' in found) {
      result.skipped.push(found);
      continue;
    }
    const text = attempt(() => readSmallText(found.path, maxValueBytes));
    if (text.ok) result.entries.push([found.key, text.value]);
    else result.skipped.push(skipped(subject, found.path, text.reason));
  }
  return result;
};
