import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { unpackDatabase, unpackFolder } from '../../../../test/fixtures/foreign-runs/unpack.ts';
import { link, refresh, runFolderOf, table } from '../../../../test/support/linked-sources.ts';
import { failureOf, openEngineProject, openTestEngine } from '../../../../test/support/open-test-engine.ts';
import { silentLogger } from '../../../../test/support/open-test-store.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import type { CommandInput, CommandOutput, EngineCommandName } from '../../../shared/contract/index.ts';
import { openEngine } from '../../host/in-process.ts';

/** How linked sources are kept up to date. */

vi.setConfig({ testTimeout: 180_000 });

test('only what has changed is read again: points, tags, new runs and runs that are gone', async () => {
  const project = await openEngineProject();
  const root = await unpackFolder('mlruns', temporaryFolder());
  const { title } = await link(project, 'mlflow-folder', root);
  const unitsBefore = unitsOf(project.folder);
  const child = runFolderOf(root, 'child');
  const id = child.split('/').at(-1)!;
  appendFileSync(join(child, 'metrics', 'fresh'), '1700000000000 0.5 0\n1700000000001 0.25 1\n');
  writeFileSync(join(child, 'tags', 'mlflow.runName'), 'renamed there');
  writeFileSync(
    join(child, 'meta.yaml'),
    readFileSync(join(child, 'meta.yaml'), 'utf8').replace('run_name: child', 'run_name: renamed there'),
  );
  writeFileSync(join(child, 'tags', 'team'), 'blue');
  await refresh(project, title);
  expect(await project.call('runs.get', { run: id })).toMatchObject({
    name: 'renamed there',
    tags: { team: 'blue' },
    metrics: { fresh: 0.25 },
  });
  const changed = unitsOf(project.folder).filter(
    ({ unit, fingerprint }) => unitsBefore.find((one) => one.unit === unit)?.fingerprint !== fingerprint,
  );
  expect(changed.map(({ unit }) => unit.split('/').at(-1))).toEqual([id]);

  unlinkSync(join(child, 'tags', 'team'));
  unlinkSync(join(child, 'metrics', 'fresh'));
  await refresh(project, title);
  const now = await project.call('runs.get', { run: id });
  expect(now.tags).not.toHaveProperty('team');
  expect(now.metrics).not.toHaveProperty('fresh');

  rmSync(child, { recursive: true });
  const after = await refresh(project, title);
  expect(after.runs).toBe(4);
  expect(await failureOf(project.call('runs.get', { run: id }))).toMatchObject({ code: 'not-found' });
});

const unitsOf = (folder: string): { unit: string; fingerprint: string }[] => {
  const database = new Database(join(folder, '.modelyard', 'project.db'), { readonly: true });
  try {
    return database.prepare('SELECT unit, fingerprint FROM linked_units').all() as never;
  } finally {
    database.close();
  }
};

test('a history that was cut off in the source is cut off here', async () => {
  const project = await openEngineProject();
  const root = await unpackFolder('mlruns', temporaryFolder());
  const { title } = await link(project, 'mlflow-folder', root);
  const baseline = runFolderOf(root, 'baseline');
  const id = baseline.split('/').at(-1)!;
  const file = join(baseline, 'metrics', 'long');
  writeFileSync(file, Array.from({ length: 9 }, (_, step) => `1700000000000 ${step} ${step}\n`).join(''));
  await refresh(project, title);
  writeFileSync(file, '1700000000000 7 7\n');
  await refresh(project, title);
  const [history] = await project.call('runs.history', { runs: [id], keys: ['long'] });
  expect(history?.points).toMatchObject([{ step: 7, value: 7 }]);
});

test('a history that was written anew in the source is anew here, after one reading', async () => {
  const project = await openEngineProject();
  const root = await unpackFolder('mlruns', temporaryFolder());
  const baseline = runFolderOf(root, 'baseline');
  const id = baseline.split('/').at(-1)!;
  const file = join(baseline, 'metrics', 'loss');
  writeFileSync(file, '1 0.5 0\n2 0.4 1\n');
  const { title } = await link(project, 'mlflow-folder', root);
  const historyAfter = async (lines: string) => {
    writeFileSync(file, lines);
    expect(await refresh(project, title)).toMatchObject({ state: 'ready' });
    const [history] = await project.call('runs.history', { runs: [id], keys: ['loss'] });
    return history?.points.map(({ step, value }) => [step, value]);
  };
  expect(await historyAfter('1 0.55 0\n2 0.44 1\n')).toEqual([
    [0, 0.55],
    [1, 0.44],
  ]);
  expect(await historyAfter('1 0.5 0\n'.repeat(3))).toEqual([[0, 0.5]]);
  expect(await historyAfter('1 0.25 0\n'.repeat(3))).toEqual([[0, 0.25]]);
});

test('a run of two sources is the first one’s, and the other’s when that is unlinked', async () => {
  const project = await openEngineProject();
  const one = await unpackFolder('mlruns', temporaryFolder());
  const other = join(temporaryFolder(), 'other');
  cpSync(one, other, { recursive: true });
  rmSync(runFolderOf(one, 'child'), { recursive: true });
  const first = await link(project, 'mlflow-folder', one);
  const second = await link(project, 'mlflow-folder', other);
  const refused = {
    subject: 'run',
    reason: `This project has a run with this id from ${one}.`,
  };
  const expectTold = ({ skipped, runs }: typeof second) => {
    expect(runs).toBe(5 - first.runs);
    expect(skipped.items.filter(({ reason }) => reason === refused.reason)).toHaveLength(first.runs);
  };
  expectTold(second);
  expectTold(await refresh(project, second.title));
  await project.call('foreignRuns.unlink', { source: first.title });
  const { runs, skipped } = await refresh(project, second.title);
  expect(runs).toBe(5);
  expect(skipped.items.filter(({ subject }) => subject === 'run')).toEqual([]);
});

test('a source that is gone is missing, its runs stay, and come back to life with it', async () => {
  const project = await openEngineProject();
  const root = await unpackFolder('mlruns', temporaryFolder());
  const { title, runs } = await link(project, 'mlflow-folder', root);
  renameSync(root, `${root}-away`);
  expect(await refresh(project, title)).toMatchObject({
    state: 'missing',
    runs,
    problem: expect.any(String),
  });
  const [row] = await table(project, `name = 'baseline'`);
  const detail = await project.call('runs.get', { run: row!.id });
  expect(detail.linkedFrom).toMatchObject({ title, isMissing: true });
  const { path } = detail.artifacts[0]!;
  expect(await failureOf(project.call('runs.readArtifact', { run: row!.id, path }))).toMatchObject({
    code: 'not-found',
    message: expect.stringContaining(root),
  });
  // A disk that is not mounted leaves an empty folder.
  mkdirSync(root);
  expect(await refresh(project, title)).toMatchObject({ state: 'missing', runs });
  rmSync(root, { recursive: true });
  renameSync(`${root}-away`, root);
  expect(await refresh(project, title)).toMatchObject({ state: 'ready', problem: null, runs });
});

test.each(['delete', 'wal'])(
  'a database that is written all the time is read, and its writer never waits (%s)',
  async (mode) => {
    const project = await openEngineProject();
    const path = unpackDatabase('2.22', temporaryFolder());
    const writer = new Database(path, { timeout: 0 });
    onTestFinished(() => void writer.close());
    writer.pragma(`journal_mode = ${mode}`);
    const { id } = writer.prepare("SELECT run_uuid AS id FROM runs WHERE name = 'still running'").get() as {
      id: string;
    };
    let step = 0;
    const timer = setInterval(() => {
      step += 1;
      // No patience: an error here is a lock of ours.
      writer
        .prepare(
          'INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, 0)',
        )
        .run('live', step, 1_700_000_000_000 + step, id, step);
    }, 20);
    onTestFinished(() => clearInterval(timer));
    const { title } = await link(project, 'mlflow-database', path);
    const pointsNow = async () =>
      (await project.call('runs.history', { runs: [id], keys: ['live'] }))[0]?.totalPoints ?? 0;
    const first = await pointsNow();
    expect(await refresh(project, title)).toMatchObject({ state: 'ready', problem: null });
    expect(await pointsNow()).toBeGreaterThan(first);
    clearInterval(timer);
    await refresh(project, title);
    expect(await pointsNow()).toBe(step);
  },
);

test('what was added to a database is looked for behind what is known, and everything by the next engine', async () => {
  const folder = temporaryFolder();
  const path = unpackDatabase('3.17', temporaryFolder());
  const { engine, ...project } = await openEngineProject(folder);
  const { title } = await link(project, 'mlflow-database', path);
  const parametersOf = async ({ call }: Pick<typeof project, 'call'>) =>
    (await call('runs.get', { run: (await table({ call }, `name = 'baseline'`))[0]!.id })).parameters;
  const before = await parametersOf(project);
  const write = (sql: string): void => {
    const writer = new Database(path);
    writer.exec(sql);
    writer.close();
  };
  // Everything is known by the second reading, and MLflow takes no parameters out.
  await refresh(project, title);
  const [taken, ...kept] = Object.keys(before);
  write(
    `DELETE FROM params WHERE key = '${taken}' AND run_uuid = (SELECT run_uuid FROM runs WHERE name = 'baseline')`,
  );
  await refresh(project, title);
  expect(await parametersOf(project)).toEqual(before);
  write(
    `INSERT INTO params (key, value, run_uuid) SELECT 'late', 'x', run_uuid FROM runs WHERE name = 'child'`,
  );
  await refresh(project, title);
  expect(await table(project, `params.late = 'x'`)).toMatchObject([{ name: 'child' }]);
  expect(await parametersOf(project)).toEqual(before);

  await engine.close();
  const later = await openTestEngine();
  await later.call('projects.open', undefined, { folder });
  const call = ((name: EngineCommandName, input: never) =>
    later.call(name, folder, input)) as typeof project.call;
  await refresh({ call }, title);
  expect(Object.keys(await parametersOf({ call }))).toEqual(kept);
});

test('an engine that stays sees by itself what is written, appears and goes', async () => {
  const folder = temporaryFolder();
  const root = await unpackFolder('mlruns', temporaryFolder());
  const engine = await openEngine({
    ...{ background: true, actor: 'test', userDataFolder: temporaryFolder(), logger: silentLogger },
  });
  onTestFinished(() => engine.close());
  await engine.call('projects.create', undefined, { folder });
  const call = <Name extends EngineCommandName>(command: Name, input: CommandInput<Name>) =>
    engine.call(command, folder, input) as Promise<CommandOutput<Name>>;
  const { title } = await link({ call }, 'mlflow-folder', root);
  const child = runFolderOf(root, 'child');
  const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 100 });
  appendFileSync(join(child, 'metrics', 'live'), '1700000000000 0.5 0\n');
  await eventually(async () => expect(await table({ call }, 'metrics.live = 0.5')).toHaveLength(1));
  appendFileSync(join(child, 'metrics', 'live'), '1700000000001 0.25 1\n');
  await eventually(async () => expect(await table({ call }, 'metrics.live = 0.25')).toHaveLength(1));
  rmSync(child, { recursive: true });
  await eventually(async () => expect(await table({ call }, `name = 'child'`)).toHaveLength(0));
  renameSync(root, `${root}-away`);
  await eventually(async () =>
    expect((await call('foreignRuns.links', {})).sources).toMatchObject([{ title, state: 'missing' }]),
  );
});

const lines = 200_000;

test('the death of the program that reads it costs nothing and doubles nothing', async () => {
  const project = await openEngineProject();
  const root = await unpackFolder('mlruns', temporaryFolder());
  const baseline = runFolderOf(root, 'baseline');
  writeFileSync(
    join(baseline, 'metrics', 'long'),
    Array.from({ length: lines }, (_, step) => `${1_700_000_000_000 + step} ${step} ${step}\n`).join(''),
  );
  const { title } = await project.call('foreignRuns.link', { format: 'mlflow-folder', path: root });
  const reading = refresh(project, title);
  await vi.waitFor(() => expect(project.rowCounts().run_metrics).toBeGreaterThan(1000), {
    timeout: 60_000,
    interval: 5,
  });
  process.kill(workerOf(process.pid), 'SIGKILL');
  expect(await reading).toMatchObject({ state: 'ready', problem: null, runs: 5 });
  const id = baseline.split('/').at(-1)!;
  const [history] = await project.call('runs.history', { runs: [id], keys: ['long'] });
  expect(history?.totalPoints).toBe(lines);
  expect(project.rowCounts()).toMatchObject({ runs: 5, linked_units: 5, imported_items: 8 });
});

/** The job worker among the processes that this one has started. */
const workerOf = (parent: number): number => {
  const isWorker = (pid: string): boolean => {
    try {
      const [, , , ppid] = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/\(.*\)/, 'x')
        .split(' ');
      return Number(ppid) === parent && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('job-worker');
    } catch {
      return false;
    }
  };
  const found = readdirSync('/proc').find((name) => /^\d+$/.test(name) && isWorker(name));
  if (found === undefined) throw new Error('No worker is running.');
  return Number(found);
};

test('texts that became files stay with what their run says, and go with it', async () => {
  const project = await openEngineProject();
  const root = await unpackFolder('neptune', temporaryFolder());
  const { title } = await link(project, 'neptune', root);
  const parts = (readdirSync(root, { recursive: true }) as string[]).filter((path) =>
    path.endsWith('_part_0.parquet'),
  );
  const partOf = (run: string) => join(root, parts.find((path) => path.includes(`/${run}-`))!);
  const older = (await table(project, "name = 'OLD-1'"))[0]!;
  const path = 'monitoring/ab12cd34/stdout.log';
  const printed = async () => (await project.call('runs.readArtifact', { run: older.id, path })).text;
  expect(await printed()).toBe('one\ntwo\n');
  expect(project.rowCounts().objects).toBe(2);

  // Read anew, with the same texts.
  utimesSync(partOf('OLD-1'), new Date(), new Date());
  await refresh(project, title);
  expect(await printed()).toBe('one\ntwo\n');
  expect(project.rowCounts().objects).toBe(2);

  await rewriteParquet(partOf('OLD-1'), "* REPLACE (replace(string_value, 'two', 'three') AS string_value)");
  await refresh(project, title);
  expect(await printed()).toBe('one\nthree\n');
  expect(project.rowCounts().objects).toBe(2);

  rmSync(partOf('OLD-1'));
  await refresh(project, title);
  expect(project.rowCounts().objects).toBe(1);
  await project.call('foreignRuns.unlink', { source: title });
  expect(project.rowCounts().objects).toBe(0);
  const objects = join(project.folder, '.modelyard', 'objects');
  const files = readdirSync(objects, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files).toEqual([]);
  expect(readdirSync(join(project.folder, '.modelyard', 'staging'))).toEqual([]);
});

const rewriteParquet = async (file: string, select: string): Promise<void> => {
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  const rewritten = `${file}.tmp`;
  await connection.run(`COPY (SELECT ${select} FROM '${file}') TO '${rewritten}' (FORMAT parquet)`);
  connection.closeSync();
  renameSync(rewritten, file);
};

test('what holds another run now is that run, and one that no file holds any more is gone', async () => {
  const project = await openEngineProject();
  const root = await unpackFolder('wandb', temporaryFolder());
  const others = join(await unpackFolder('same-run', temporaryFolder()), 'weights', 'wandb');
  cpSync(others, root, { recursive: true });
  const { title } = await link(project, 'wandb', root);
  const logs = (readdirSync(root, { recursive: true }) as string[])
    .filter((path) => path.endsWith('.wandb') && !path.startsWith('latest-run'))
    .map((path) => join(root, path));
  const [first, second, ...rest] = logs.sort() as [string, string, ...string[]];
  expect(rest).toEqual([]);
  const [runOfFirst, runOfSecond] = [first, second].map((log) => /run-(\w+)\.wandb$/.exec(log)![1]!);
  const runs = async () => (await table(project)).map(({ id }) => id).sort();
  const pointsOf = async (run: string) => {
    const { metrics } = await project.call('runs.get', { run });
    return project.call('runs.history', { runs: [run], keys: Object.keys(metrics) });
  };
  const both = [runOfFirst!, runOfSecond!].sort();
  expect(await runs()).toEqual(both);
  const points = await Promise.all(both.map(pointsOf));

  // Each holds the other's run.
  const [ofFirst, ofSecond] = [readFileSync(first), readFileSync(second)];
  writeFileSync(first, ofSecond);
  writeFileSync(second, ofFirst);
  await refresh(project, title);
  expect(await runs()).toEqual(both);
  expect(await Promise.all(both.map(pointsOf))).toEqual(points);

  // Both hold the same: the other run is gone. Files that cannot be read keep what they held.
  writeFileSync(second, ofSecond);
  await refresh(project, title);
  expect(await runs()).toEqual([runOfSecond]);
  for (const log of [first, second]) writeFileSync(log, 'no log');
  await refresh(project, title);
  expect(await runs()).toEqual([runOfSecond]);
  expect([await pointsOf(runOfSecond!)]).toEqual([points[both.indexOf(runOfSecond!)]]);
});
