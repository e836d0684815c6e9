import type { Notice } from '../../shared/model/project.ts';
import type { Reader, Writer } from '../ports/store-handles.ts';

/** Something the user should read once, also when nobody was looking as it happened. */
export const addNotice = (
  writer: Writer,
  { atMs, level, message }: { atMs: number; level: Notice['level']; message: string },
): void => {
  writer.run('INSERT INTO notices (at_ms, level, message) VALUES (?, ?, ?)', [atMs, level, message]);
};

/** Those that were not dismissed, newest first. */
export const listNotices = (reader: Reader): Notice[] =>
  reader.all<Notice>(
    `SELECT id, at_ms AS atMs, level, message FROM notices
     WHERE dismissed_at_ms IS NULL ORDER BY id DESC LIMIT 200`,
  );

/** False when there is no such notice or it was dismissed before. */
export const dismissNotice = (writer: Writer, { id, atMs }: { id: number; atMs: number }): boolean =>
  writer.run('UPDATE notices SET dismissed_at_ms = ? WHERE id = ? AND dismissed_at_ms IS NULL', [atMs, id])
    .changes === 1;
