import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { CommandOutput } from '../../src/shared/contract/index.ts';
import { csvOf, failureOf, openEngineProject, openTestEngine } from '../support/open-test-engine.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const databaseOf = (folder: string): string => join(folder, '.modelyard', 'project.db');

/** A closed project with a dataset in it, and a backup. */
const makeProject = async (): Promise<string> => {
  const project = await openEngineProject();
  await project.addCsv(
    'customers',
    Array.from({ length: 20 }, (_, index) => ({ tenure: index, churn: index % 2 })),
  );
  await project.call('project.doctor', { repair: true });
  await project.engine.close();
  return project.folder;
};

/** Every path below a folder, with the content of the files; the lock belongs to whoever tries to open. */
const contentOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => !basename(path).startsWith('lock.db'))
      .sort()
      .map((path) => {
        const full = join(folder, path);
        return [path, lstatSync(full).isDirectory() ? 'folder' : readFileSync(full).toString('base64')];
      }),
  );

const open = async (folder: string) => {
  const engine = await openTestEngine();
  return engine.call('projects.open', undefined, { folder });
};

const datasetsOf = async (folder: string) => {
  const engine = await openTestEngine();
  await engine.call('projects.open', undefined, { folder });
  const datasets = (await engine.call('datasets.list', folder, {})) as CommandOutput<'datasets.list'>;
  const health = (await engine.call('project.doctor', folder, {})) as CommandOutput<'project.doctor'>;
  return { names: datasets.map(({ name }) => name), healthy: health.healthy };
};

describe('a project from a newer Modelyard', () => {
  it('is named as such, and left as it is', async () => {
    const folder = await makeProject();
    const versionOf = (change?: number): unknown => {
      const database = new Database(databaseOf(folder));
      if (change !== undefined) database.pragma(`user_version = ${change}`);
      const version = database.pragma('user_version', { simple: true });
      database.close();
      return version;
    };
    const known = versionOf() as number;
    versionOf(known + 1);
    const before = contentOf(folder);
    const failure = await failureOf(open(folder));
    expect(failure).toMatchObject({ code: 'project-too-new', details: { version: known + 1, known } });
    expect(failure.message).toContain('Update Modelyard');
    expect(contentOf(folder)).toEqual(before);
    versionOf(known);
    expect((await datasetsOf(folder)).names).toEqual(['customers']);
  });
});

describe('a damaged database', () => {
  it.each<[how: string, harm: (file: string) => void]>([
    ['overwritten with text', (file) => writeFileSync(file, 'not a database at all'.repeat(1000))],
    ['cut in half', (file) => writeFileSync(file, readFileSync(file).subarray(0, lstatSync(file).size / 2))],
    ['emptied', (file) => writeFileSync(file, '')],
  ])('%s is named, left as it is, and replaced by the backup as the message says', async (_, harm) => {
    const folder = await makeProject();
    const file = databaseOf(folder);
    harm(file);
    const before = contentOf(folder);
    const failure = await failureOf(open(folder));
    expect(failure.code).toBe('project-damaged');
    expect(contentOf(folder)).toEqual(before);

    const { backup } = failure.details as { backup: string };
    expect(failure.message).toContain(backup);
    expect(failure.message).toContain('`modelyard doctor --repair`');
    const engine = await openTestEngine();
    await engine.call('project.doctor', folder, { repair: true });
    await engine.close();
    expect(await datasetsOf(folder)).toEqual({ names: ['customers'], healthy: true });
  });

  it('without a backup says so', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '.modelyard'));
    writeFileSync(databaseOf(folder), 'not a database at all'.repeat(1000));
    const failure = await failureOf(open(folder));
    expect(failure).toMatchObject({ code: 'project-damaged', details: { backup: null } });
    expect(failure.message).toContain('There is no backup');
  });

  it('of another program is not taken for a project', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '.modelyard'));
    const database = new Database(databaseOf(folder));
    database.exec('CREATE TABLE theirs (x)');
    database.close();
    const before = contentOf(folder);
    expect(await failureOf(open(folder))).toMatchObject({ code: 'not-a-project' });
    expect(contentOf(folder)['.modelyard/project.db']).toBe(before['.modelyard/project.db']);
  });
});

/** Changes the rights of a folder and of all that is in it. */
const setRights = (folder: string, { folders, files }: { folders: number; files: number }): void => {
  chmodSync(folder, folders);
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const full = join(folder, path);
    chmodSync(full, lstatSync(full).isDirectory() ? folders : files);
  }
};

const nobody = 65534;

/** Rights mean nothing to root, whom containers run tests as: it becomes somebody else meanwhile. */
const asOrdinaryUser = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
};

/** Runs `work` while nobody may write `folder`. */
const whileReadOnly = async <Result>(folder: string, work: () => Promise<Result>): Promise<Result> => {
  setRights(folder, { folders: 0o555, files: 0o444 });
  try {
    return await asOrdinaryUser(work);
  } finally {
    setRights(folder, { folders: 0o755, files: 0o644 });
  }
};

const engineOfAnybody = () => {
  const userData = temporaryFolder();
  chmodSync(userData, 0o777);
  return openTestEngine(userData);
};

describe.skipIf(process.platform === 'win32')('a folder that may not be written', () => {
  it('is opened for reading, and says so of every change', async () => {
    const folder = await makeProject();
    const before = contentOf(folder);
    const engine = await engineOfAnybody();
    await whileReadOnly(folder, async () => {
      const info = await engine.call('projects.open', undefined, { folder });
      expect(info).toMatchObject({ readOnlyReason: expect.any(String), attached: false });
      const listed = await engine.call('runs.list', folder, {
        filter: "name =~ '^b' or params.depth > 3",
        orderBy: [{ key: 'params.depth' }],
      });
      expect(listed).toMatchObject({ runs: [], total: 0 });
      expect(await engine.call('datasets.list', folder, {})).toMatchObject([{ name: 'customers' }]);
      for (const [command, input] of [
        ['metrics.setGoal', { metric: 'auc', goal: 'maximise' }],
        ['datasets.add', { path: join(folder, 'customers.csv'), name: 'again' }],
        ['training.start', { dataset: 'customers', target: 'churn' }],
      ] as const) {
        const failure = await failureOf(engine.call(command, folder, input));
        expect([command, failure.code]).toEqual([command, 'permission-denied']);
      }
      await engine.close();
    });
    expect(contentOf(folder)).toEqual(before);
  });

  it('is not taken for no project when it may not even be read', async () => {
    const folder = await makeProject();
    const engine = await engineOfAnybody();
    chmodSync(folder, 0o000);
    const failure = await asOrdinaryUser(() =>
      failureOf(engine.call('projects.open', undefined, { folder })),
    ).finally(() => chmodSync(folder, 0o755));
    expect(failure).toMatchObject({ code: 'permission-denied', details: { folder } });
    expect(failure.message).toContain('cannot be read');
  });

  it('does not become a project', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'data.csv'), 'a\n1\n');
    const engine = await engineOfAnybody();
    await whileReadOnly(folder, async () => {
      const failure = await failureOf(engine.call('projects.create', undefined, { folder }));
      expect(failure.code).toBe('permission-denied');
      expect(failure.message).toContain(folder);
    });
    expect(readdirSync(folder)).toEqual(['data.csv']);
  });
});

it('a home folder that cannot be written keeps no project from being opened', async () => {
  const folder = await makeProject();
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  const engine = await openTestEngine(join(file, 'below'));
  expect(await engine.call('projects.open', undefined, { folder })).toMatchObject({ readOnlyReason: null });
  expect(await engine.call('projects.recents', undefined, {})).toEqual([]);
});

describe('a folder that is no project', () => {
  it('is looked at without a trace', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'data.csv'), csvOf([{ a: 1, b: 'x' }]));
    writeFileSync(join(folder, 'train.py'), '');
    const before = contentOf(folder);
    const engine = await openTestEngine();
    const finding = await engine.call('projects.inspect', undefined, { folder });
    expect(finding).toMatchObject({ kind: 'folder', writable: true, dataFileCount: 1, scripts: 1 });
    const failure = await failureOf(engine.call('projects.open', undefined, { folder }));
    expect(failure).toMatchObject({ code: 'not-a-project', details: { folder } });
    expect(contentOf(folder)).toEqual(before);
  });

  it('is not made by looking for it', async () => {
    const parent = temporaryFolder();
    const folder = join(parent, 'nothing');
    const engine = await openTestEngine();
    expect(await engine.call('projects.inspect', undefined, { folder })).toMatchObject({ kind: 'missing' });
    expect(await failureOf(engine.call('projects.open', undefined, { folder }))).toMatchObject({
      code: 'not-found',
    });
    expect(readdirSync(parent)).toEqual([]);
  });

  it('is made a project only once', async () => {
    const { engine, folder } = await openEngineProject();
    const failure = await failureOf(engine.call('projects.create', undefined, { folder }));
    expect(failure.code).toBe('already-exists');
  });
});
