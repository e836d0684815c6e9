import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CommandOutput } from '../../src/shared/contract/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { hostInProcess } from './engine-host.ts';

const projectWithCopy = async () => {
  const folder = temporaryFolder();
  const project = join(folder, 'p');
  const engine = await hostInProcess(folder);
  await engine.call('projects.create', undefined, { folder: project });
  writeFileSync(join(project, 'd.csv'), 'a,b\n1,2\n');
  await engine.call('datasets.add', project, { path: join(project, 'd.csv'), mode: 'copy' });
  const objects = join(project, '.modelyard', 'objects');
  const examine = async (repair = false) =>
    (await engine.call('project.doctor', project, { repair })) as CommandOutput<'project.doctor'>;
  const problems = async (repair = false) =>
    (await examine(repair)).checks
      .filter(({ state }) => state !== 'ok')
      .map(({ name, state }) => [name, state]);
  return { engine, project, objects, examine, problems };
};

const objectFiles = (objects: string) =>
  readdirSync(objects, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('the doctor', () => {
  it('finds a whole project healthy', async () => {
    const { examine } = await projectWithCopy();
    const { healthy, checks } = await examine();
    expect(healthy).toBe(true);
    expect(checks.find(({ name }) => name === 'stored files')?.count).toBe(1);
  });

  it('finds a stored file whose bytes were changed, and one that is gone', async () => {
    const { objects, problems, examine } = await projectWithCopy();
    const [file] = objectFiles(objects);
    const bytes = readFileSync(file!);
    writeFileSync(file!, Buffer.from(bytes.map((byte) => byte ^ 1)));
    expect(await problems(true)).toEqual([['stored files', 'problem']]);
    renameSync(file!, `${file}.aside`);
    expect(await problems()).toEqual([['stored files', 'problem']]);
    const { checks } = await examine();
    expect(checks.find(({ state }) => state === 'problem')?.message).toContain('dataset d@1');
    renameSync(`${file}.aside`, file!);
    writeFileSync(file!, bytes);
    expect((await examine()).healthy).toBe(true);
  });

  it('takes in a complete file that no record knows, and leaves a wrong one alone', async () => {
    const { objects, problems } = await projectWithCopy();
    const content = 'complete, and killed before its row was written';
    const digest = createHash('sha256').update(content).digest('hex');
    const file = join(objects, digest.slice(0, 2), digest.slice(2));
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
    expect(await problems()).toEqual([['unknown files', 'problem']]);
    expect(await problems(true)).toEqual([['unknown files', 'repaired']]);
    expect(await problems()).toEqual([]);
    const wrong = join(objects, digest.slice(0, 2), 'f'.repeat(62));
    writeFileSync(wrong, 'not what its name says');
    expect(await problems(true)).toEqual([['unknown files', 'problem']]);
    expect(readFileSync(wrong, 'utf8')).toBe('not what its name says');
  });

  it('gives a project that has lost its database the newest copy back', async () => {
    const { engine, project, examine } = await projectWithCopy();
    await engine.call('projects.close', undefined, { folder: project });
    rmSync(join(project, '.modelyard', 'project.db'));
    for (const command of ['projects.open', 'projects.create']) {
      await expect(engine.call(command, undefined, { folder: project })).rejects.toMatchObject({
        code: 'project-damaged',
      });
    }
    const { healthy, checks } = await examine(true);
    expect(healthy).toBe(true);
    expect(checks[0]?.message).toMatch(/missing one\. What was recorded after/);
    expect(await engine.call('datasets.list', project, {})).toMatchObject([{ name: 'd' }]);
  });

  it('refuses to open a damaged database, and restores the newest sound copy when it is asked to', async () => {
    const { engine, project } = await projectWithCopy();
    const state = join(project, '.modelyard');
    // The first close of a day leaves a copy.
    await engine.call('projects.close', undefined, { folder: project });
    const database = join(state, 'project.db');
    const bytes = readFileSync(database);
    bytes.fill(0xff, 4096, bytes.length);
    writeFileSync(database, bytes);
    writeFileSync(join(state, 'backups', 'newer-but-damaged.db'), bytes);

    const opening = engine.call('projects.open', undefined, { folder: project });
    await expect(opening).rejects.toMatchObject({ code: 'project-damaged' });
    expect(await engine.call('project.doctor', project, {})).toMatchObject({ healthy: false });
    expect(readFileSync(database)).toEqual(bytes);

    const { healthy, checks } = (await engine.call('project.doctor', project, {
      repair: true,
    })) as CommandOutput<'project.doctor'>;
    expect(healthy).toBe(true);
    expect(checks[0]).toMatchObject({ name: 'restored database', state: 'repaired' });
    expect(await engine.call('datasets.list', project, {})).toMatchObject([{ name: 'd' }]);
    const aside = readdirSync(state).find((name) => name.startsWith('project.db.damaged-'));
    expect(readFileSync(join(state, aside!))).toEqual(bytes);
  });
});
