import { lstatSync, realpathSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { ForeignArtifact, ForeignItem, ForeignOwner } from '../../../ports/foreign-runs.ts';
import { isSafeArtifactPath } from '../artifact-bytes.ts';
import { listArtifacts } from '../list-artifacts.ts';
import { skipped } from '../skipped.ts';

/** An attribute with a file, as the rows say it. */
export interface FileAttribute {
  readonly path: string;
  readonly type: string;
  readonly step: number | null;
  /** From the project's folder of files. */
  readonly file: string;
}

export const fileTypes = ['file', 'file_series', 'file_set', 'artifact'] as const;

/**
 * The artifacts behind an attribute: a file, a file of each step, all files of a set; of an `artifact` only the list of what it tracks is
 * exported. Paths come from data, so the file must really lie in one of the folders.
 */
export function* readFiles(
  runId: string,
  attribute: FileAttribute,
  folders: readonly string[],
): Generator<ForeignItem> {
  const owner: ForeignOwner = { type: 'run', id: runId };
  const file = findFile(attribute.file, folders);
  const path = artifactPath(attribute);
  if (file === null || !isSafeArtifactPath(path)) {
    const reason = !isSafeArtifactPath(path)
      ? 'Its name leads out of the run’s artifacts.'
      : 'It lies outside of what was opened, or was not exported. Open the folder that also holds the exported files.';
    yield skipped('artifact', attribute.file, reason, { runId });
    return;
  }
  const status = lstatSync(file);
  if (status.isFile()) yield toArtifact(owner, path, file, status.size);
  else if (status.isDirectory())
    for (const item of listArtifacts(owner, file))
      yield item.kind === 'artifact' ? { ...item, path: `${path}/${item.path}` } : item;
  else yield skipped('artifact', file, 'It is no file.', { runId });
}

const toArtifact = (owner: ForeignOwner, path: string, file: string, sizeBytes: number): ForeignArtifact => ({
  kind: 'artifact',
  owner,
  path,
  sizeBytes,
  file,
  offset: 0,
});

/** Attributes often have no ending where their files do. */
const artifactPath = ({ path, type, step, file }: FileAttribute): string => {
  const ending = extname(file);
  if (type === 'file_series') return `${path}/${step ?? 0}${ending}`;
  if (type === 'artifact') return `${path}/files_list.json`;
  return type === 'file_set' || extname(path) !== '' ? path : path + ending;
};

/** Without a link on the way: one could lead anywhere. */
const findFile = (path: string, folders: readonly string[]): string | null => {
  if (!isSafeArtifactPath(path)) return null;
  for (const folder of folders) {
    const file = join(folder, path);
    try {
      if (realpathSync.native(file) === join(realpathSync.native(folder), path)) return file;
    } catch {
      // Not in this one.
    }
  }
  return null;
};
