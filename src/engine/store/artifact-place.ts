import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { EngineError } from '../../shared/errors.ts';
import type { Reader } from '../ports/store-handles.ts';

/**
 * Where the bytes of a run's artifact are: an object of the project, or a part of a file within a linked source, which is proven to lie in
 * it each time it is asked for.
 */
export type ArtifactPlace =
  | { readonly kind: 'object'; readonly digest: string; readonly sizeBytes: number }
  | {
      readonly kind: 'linked';
      /** Absolute, without a link on the way from the source's folder on. */
      readonly file: string;
      /** Where in the file it begins: not 0 for an image inside an event file. */
      readonly start: number;
      readonly sizeBytes: number;
    };

/** Whose artifact it is. */
export interface ArtifactOwner {
  readonly type: 'run' | 'logged-model';
  readonly id: string;
}

/**
 * Undefined when the run has no such artifact. Errors: `not-found` when the file has gone from its source, `permission-denied` when its
 * place leads out of it.
 */
export const artifactPlaceOf = (reader: Reader, runId: string, path: string): ArtifactPlace | undefined => {
  const object = reader.get<{ digest: string; sizeBytes: number }>(
    `SELECT digest, size_bytes AS sizeBytes FROM run_artifacts
     WHERE run_number = (SELECT number FROM runs WHERE id = ?) AND path = ?`,
    [runId, path],
  );
  if (object !== undefined) return { kind: 'object', ...object };
  return linkedPlaceOf(reader, { type: 'run', id: runId }, path);
};

interface LinkedRow {
  readonly format: string;
  readonly source: string;
  readonly file: string;
  readonly start: number;
  readonly sizeBytes: number;
}

/** As `artifactPlaceOf`, of a file that was not copied. */
export const linkedPlaceOf = (
  reader: Reader,
  { type, id }: ArtifactOwner,
  path: string,
): Extract<ArtifactPlace, { kind: 'linked' }> | undefined => {
  const row = reader.get<LinkedRow>(
    `SELECT format, import_sources.path AS source, file, start_byte AS start, size_bytes AS sizeBytes
     FROM linked_artifacts JOIN import_sources ON number = source_number WHERE owner_type = ? AND owner_id = ? AND linked_artifacts.path = ?`,
    [type, id, path],
  );
  if (row === undefined) return undefined;
  const file = fileWithin(folderOfSource({ format: row.format, path: row.source }), row.file);
  return { kind: 'linked', file, start: row.start, sizeBytes: row.sizeBytes };
};

/** The folder that files of a source are looked for in: a database is one file of it. */
export const folderOfSource = ({ format, path }: { format: string; path: string }): string =>
  format === 'mlflow-database' ? dirname(path) : path;

/** A link anywhere below the source's folder could lead out of it, now or by the time that the file is opened, so none is followed. */
const fileWithin = (folder: string, relativeFile: string): string => {
  const file = join(folder, relativeFile);
  let real: string;
  try {
    const root = realpathSync.native(folder);
    real = realpathSync.native(file);
    if (real !== join(root, relativeFile) || !real.startsWith(root + sep)) throw outside(file);
    if (!lstatSync(real).isFile()) throw outside(file);
  } catch (thrown) {
    if (thrown instanceof EngineError) throw thrown;
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM')
      throw new EngineError('permission-denied', `${file} may not be read. Check the rights of the folder.`, {
        details: { path: file },
      });
    throw new EngineError(
      'not-found',
      `${file} is not there any more. The run is read from its own folder, where this file has been moved or removed.`,
      { details: { path: file } },
    );
  }
  return real;
};

const outside = (file: string): EngineError =>
  new EngineError(
    'permission-denied',
    `${file} is a link, or no file, so it is not opened: nothing outside of a linked folder is read.`,
    { details: { path: file } },
  );
