import { createReadStream } from 'node:fs';
import type { ForeignArtifact } from '../../ports/foreign-runs.ts';

/** The bytes of an artifact, which may be a part of a file. */
export const artifactBytes = ({
  file,
  offset,
  sizeBytes,
}: Pick<ForeignArtifact, 'file' | 'offset' | 'sizeBytes'>) =>
  createReadStream(file, { start: offset, end: Math.max(offset, offset + sizeBytes - 1) });

/** Whether the path stays below the folder it is written to, on every system. */
export const isSafeArtifactPath = (path: string): boolean =>
  path !== '' &&
  !path.includes('\0') &&
  !/^[a-z]:/i.test(path) &&
  path.split(/[/\\]/).every((part) => part !== '' && part !== '.' && part !== '..');
