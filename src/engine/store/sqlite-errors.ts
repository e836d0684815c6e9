import { EngineError } from '../../shared/errors.ts';

export interface DatabaseFiles {
  readonly file: string;
  /** The most recent backup that could take its place, if there is one. */
  readonly newestBackup: () => string | null;
}

/**
 * Turns what SQLite reports about the machine (disk, permissions, damage) into errors that a person can act on. Broken constraints and
 * wrong SQL are our own affair and stay as they are.
 */
export const translateSqliteError = (thrown: unknown, { file, newestBackup }: DatabaseFiles): unknown => {
  const code = sqliteCode(thrown);
  if (code === undefined) return thrown;
  const details = { path: file, sqliteCode: code };
  const asError = (...[kind, message]: [EngineError['code'], string]) =>
    new EngineError(kind, message, { details, cause: thrown });

  if (isFullDisk(code)) {
    return asError(
      'disk-full',
      `The disk that holds ${file} is full. Nothing was lost; free some space and do it again.`,
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB')
    return damaged(file, newestBackup(), thrown);
  if (isRefusalToWrite(code) || code === 'SQLITE_AUTH') {
    return asError(
      'permission-denied',
      `The project’s database ${file} cannot be written. Check the permissions of the file and its folder.`,
    );
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return asError(
      'unavailable',
      `Another program is using the project’s database ${file}. Try again in a moment.`,
    );
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return asError('unavailable', `The disk that holds ${file} failed to read or write (${code}).`);
  }
  return thrown;
};

export const damaged = (file: string, backup: string | null, cause?: unknown): EngineError =>
  new EngineError(
    'project-damaged',
    `The project’s database ${file} is damaged or missing. Nothing was changed. ` +
      (backup === null
        ? 'There is no backup of it in the project. Put a copy of your own in its place, or save what can still be read with SQLite’s `.recover`.'
        : `The newest backup is ${backup}. \`modelyard doctor --repair\` goes back to it, and keeps the damaged one aside.`),
    { details: { path: file, backup }, cause },
  );

/** Is it the file system's no to writing here, so that reading may still work? */
export const isRefusalToWrite = (code: string): boolean =>
  code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code === 'SQLITE_PERM';

/** No room for what even reading needs beside the database, or for a page more of it. */
export const isFullDisk = (code: string): boolean =>
  code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE';

export const sqliteCode = (thrown: unknown): string | undefined => {
  if (!(thrown instanceof Error)) return undefined;
  const { code } = thrown as Error & { code?: unknown };
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
};
