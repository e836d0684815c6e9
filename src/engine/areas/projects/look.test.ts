import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { unpackFolder } from '../../../../test/fixtures/foreign-runs/unpack.ts';
import { hashOfFolder } from '../../../../test/support/hash-of-folder.ts';
import { failureOf, openTestEngine } from '../../../../test/support/open-test-engine.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { ProjectInfo } from '../../../shared/model/project.ts';

vi.setConfig({ testTimeout: 120_000 });

test('runs of a folder are looked at from the user’s own data; the folder stays as it is', async () => {
  const userData = temporaryFolder();
  const engine = await openTestEngine(userData);
  const folder = temporaryFolder();
  await unpackFolder('mlruns', folder);
  await unpackFolder('wandb', folder);
  writeFileSync(join(folder, 'data.csv'), 'a\n1\n');
  const before = hashOfFolder(folder);
  const look = (at: string) =>
    engine.call('projects.look', undefined, { folder: at }) as Promise<ProjectInfo>;

  const finding = (await engine.call('projects.inspect', undefined, {
    folder,
  })) as CommandOutput<'projects.inspect'>;
  expect(finding.runSources.map(({ format }) => format).sort()).toEqual(['mlflow-folder', 'wandb']);

  const project = await look(folder);
  expect(project).toMatchObject({ looksAt: folder });
  expect(project.folder.startsWith(userData)).toBe(true);
  const { sources } = (await engine.call(
    'foreignRuns.refresh',
    project.folder,
    {},
  )) as CommandOutput<'foreignRuns.refresh'>;
  expect(sources.map(({ title, runs }) => [title, runs]).sort()).toEqual([
    ['mlruns', 5],
    ['wandb', 1],
  ]);

  // The same folder by another way is the same project, and what was taken out stays out.
  await engine.call('foreignRuns.unlink', project.folder, { source: 'wandb' });
  const link = join(temporaryFolder(), 'link');
  symlinkSync(folder, link);
  expect((await look(link)).folder).toBe(project.folder);
  const links = (await engine.call(
    'foreignRuns.links',
    project.folder,
    {},
  )) as CommandOutput<'foreignRuns.links'>;
  expect(links.sources.map(({ title }) => title)).toEqual(['mlruns']);
  expect(hashOfFolder(folder)).toBe(before);
});

test('a folder without runs makes no project', async () => {
  const userData = temporaryFolder();
  const engine = await openTestEngine(userData);
  const folder = join(temporaryFolder(), 'empty');
  mkdirSync(folder);
  const look = (at: string) => failureOf(engine.call('projects.look', undefined, { folder: at }));
  expect(await look(folder)).toMatchObject({ code: 'not-found', message: expect.stringContaining(folder) });
  expect(await look(join(folder, 'none'))).toMatchObject({ code: 'not-found' });
  expect(existsSync(join(userData, 'looks'))).toBe(false);
});
