import { constants, createWriteStream } from 'node:fs';
import { copyFile, lstat, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ForeignArtifact } from '../../../ports/foreign-runs.ts';
import { artifactBytes, isSafeArtifactPath } from '../artifact-bytes.ts';
import type { ExportTally } from '../export-tally.ts';
import { systemCode } from '../guarded-files.ts';

/** Copies an artifact below `folder`. What is gone since it was listed, or cannot be read, is skipped. */
export const copyArtifact = async (
  folder: string,
  artifact: ForeignArtifact,
  tally: ExportTally,
): Promise<void> => {
  if (await copyFileOf(folder, artifact, artifact.owner.id, tally)) tally.count('artifacts');
};

/** Answers whether it was copied. */
export const copyFileOf = async (
  folder: string,
  artifact: Pick<ForeignArtifact, 'path' | 'file' | 'offset' | 'sizeBytes'>,
  owner: string,
  tally: ExportTally,
): Promise<boolean> => {
  if (!isSafeArtifactPath(artifact.path)) {
    tally.skip('artifact', artifact.path, 'Its path leads out of the folder of artifacts.', owner);
    return false;
  }
  const path = join(folder, artifact.path);
  try {
    const status = await lstat(artifact.file);
    await mkdir(dirname(path), { recursive: true });
    const isWhole = artifact.offset === 0 && status.size === artifact.sizeBytes;
    if (isWhole) await copyFile(artifact.file, path, constants.COPYFILE_FICLONE);
    else await pipeline(artifactBytes(artifact), createWriteStream(path));
    return true;
  } catch (thrown) {
    const code = systemCode(thrown);
    if (!['ENOENT', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'ENAMETOOLONG'].includes(code)) throw thrown;
    tally.skip('artifact', artifact.file, `It cannot be copied (${code}).`, owner);
    return false;
  }
};
