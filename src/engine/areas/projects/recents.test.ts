import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { createRecents } from './recents.ts';

const entry = (folder: string, openedAtMs: number) => ({ folder, name: 'p', openedAtMs, counts: null });

describe('the list of recent projects', () => {
  it('keeps each project once, newest first, and says which are still there', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'here', '.modelyard'), { recursive: true });
    writeFileSync(join(folder, 'here', '.modelyard', 'project.db'), '');
    const recents = createRecents(join(folder, 'user'));
    recents.remember(entry(join(folder, 'here'), 1));
    recents.remember(entry(join(folder, 'gone'), 2));
    recents.remember(entry(join(folder, 'here'), 3));
    expect(recents.list().map(({ folder: at, exists }) => [at, exists])).toEqual([
      [join(folder, 'here'), true],
      [join(folder, 'gone'), false],
    ]);
    recents.forget(join(folder, 'here'));
    expect(createRecents(join(folder, 'user')).list()).toHaveLength(1);
  });

  it('removes what an engine left that was killed, and not what another is writing', () => {
    const folder = temporaryFolder();
    const [left, written, other] = [
      'recents.json.7.unfinished',
      'recents.json.8.unfinished',
      'x.unfinished',
    ] as const;
    for (const name of [left, written, other]) writeFileSync(join(folder, name), '');
    for (const name of [left, other]) utimesSync(join(folder, name), 1, 1);
    createRecents(folder);
    expect(readdirSync(folder).sort()).toEqual([written, other]);
  });

  it('reads what it can of a damaged file', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'recents.json'), JSON.stringify([entry('/a', 1), { folder: 5 }]));
    expect(createRecents(folder).list()).toHaveLength(1);
    writeFileSync(join(folder, 'recents.json'), '[{');
    expect(createRecents(folder).list()).toEqual([]);
  });
});
