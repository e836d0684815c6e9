import { expect, it } from 'vitest';
import { openTestStore } from '../../../test/support/open-test-store.ts';
import { addNotice, dismissNotice, listNotices } from './notices.ts';

it('shows notices newest first until they are dismissed', () => {
  const store = openTestStore();
  store.write((writer) => {
    addNotice(writer, { atMs: 1, level: 'info', message: 'first' });
    addNotice(writer, { atMs: 2, level: 'warning', message: 'second' });
  });
  expect(listNotices(store.reader)).toEqual([
    { id: 2, atMs: 2, level: 'warning', message: 'second' },
    { id: 1, atMs: 1, level: 'info', message: 'first' },
  ]);
  expect(store.write((writer) => dismissNotice(writer, { id: 2, atMs: 3 }))).toBe(true);
  expect(store.write((writer) => dismissNotice(writer, { id: 2, atMs: 4 }))).toBe(false);
  expect(listNotices(store.reader).map((notice) => notice.id)).toEqual([1]);
});
