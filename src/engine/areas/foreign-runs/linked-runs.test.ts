import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { collectRows } from '../../../../test/fixtures/foreign-runs/collect-rows.ts';
import { unpackDatabase, unpackFolder } from '../../../../test/fixtures/foreign-runs/unpack.ts';
import { hashOfFolder } from '../../../../test/support/hash-of-folder.ts';
import { failureOf, openEngineProject, type TestProject } from '../../../../test/support/open-test-engine.ts';
import { silentLogger } from '../../../../test/support/open-test-store.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import type { CommandInput, CommandOutput, EngineCommandName } from '../../../shared/contract/index.ts';
import type { ForeignFormat, LinkedSource } from '../../../shared/model/foreign-runs.ts';
import { createForeignRuns } from '../../adapters/foreign-runs/create-foreign-runs.ts';
import { openEngine } from '../../host/in-process.ts';

vi.setConfig({ testTimeout: 180_000 });

type Calls = Pick<TestProject, 'call'>;

const refresh = async ({ call }: Calls, title: string): Promise<LinkedSource> => {
  const { sources } = await call('foreignRuns.refresh', { sources: [title] });
  const [source] = sources;
  if (source === undefined) throw new Error(`${title} is not linked.`);
  return source;
};

const link = async (project: Calls, format: ForeignFormat, path: string): Promise<LinkedSource> => {
  const { title } = await project.call('foreignRuns.link', { format, path });
  return refresh(project, title);
};

const table = async ({ call }: Calls, filter = '', deleted = false) =>
  (await call('runs.list', { filter, deleted, columns: ['source'], orderBy: [{ key: 'name' }] })).runs;

const formats: [name: string, format: ForeignFormat, unpack: (folder: string) => Promise<string>][] = [
  ['an mlruns folder', 'mlflow-folder', (folder) => unpackFolder('mlruns', folder)],
  ['a database', 'mlflow-database', async (folder) => unpackDatabase('3.17', folder)],
  ['Weights & Biases', 'wandb', (folder) => unpackFolder('wandb', folder)],
  ['event files', 'tensorboard', (folder) => unpackFolder('tensorboard', folder)],
];

test.each(formats)(
  '%s is read in place: everything is there, its files open, nothing is written, nothing is left',
  async (_, format, unpack) => {
    const project = await openEngineProject();
    const { events, ...before } = project.rowCounts();
    const folder = temporaryFolder();
    const path = await unpack(folder);
    const hash = hashOfFolder(folder);
    const read = await collectRows(createForeignRuns().read({ format, path }));

    const source = await link(project, format, path);
    expect(source).toMatchObject({ state: 'ready', problem: null, runs: read.runs.length, path });
    expect(source.skipped.count).toBe(read.skipped.reduce((sum, { count }) => sum + count, 0));
    const rows = [...(await table(project)), ...(await table(project, '', true))];
    expect(rows).toHaveLength(read.runs.length);
    for (const { id, values, name } of rows) {
      expect(values.source).toBe(source.title);
      const { run, parameters, metrics, artifacts } = read.runs.find((one) => one.run.name === name)!;
      const detail = await project.call('runs.get', { run: id });
      expect(detail).toMatchObject({ status: run.status, parameters, linkedFrom: { path } });
      expect(Object.keys(detail.metrics).sort()).toEqual(Object.keys(metrics).sort());
      expect(detail.artifacts).toEqual(
        artifacts.map(([file, sizeBytes]) => ({ path: file, sizeBytes, digest: null })),
      );
      for (const { path: file, sizeBytes } of detail.artifacts) {
        const head = await project.call('runs.readArtifact', { run: id, path: file });
        expect(head).toMatchObject({ sizeBytes, isTruncated: false });
        const copy = join(project.folder, 'copy');
        await project.call('runs.saveArtifact', { run: id, path: file, destination: copy });
        expect(readFileSync(copy)).toHaveLength(sizeBytes);
        rmSync(copy);
      }
    }
    expect(project.rowCounts().objects).toBe(0);
    const { linked_units: units } = project.rowCounts();
    const again = await refresh(project, source.title);
    expect(again.skipped).toEqual(source.skipped);
    expect(project.rowCounts().linked_units).toBe(units);

    const gone = await project.call('foreignRuns.unlink', { source: source.title });
    expect(gone).toMatchObject({ runs: read.runs.length, keptExperiments: [], keptModels: [] });
    const { events: _events, keys, import_sources, ...after } = project.rowCounts();
    expect(before).toMatchObject(after);
    expect(hashOfFolder(folder)).toBe(hash);
  },
);

test('the images of event files are parts of those, and open as what they are', async () => {
  const project = await openEngineProject();
  await link(project, 'tensorboard', await unpackFolder('tensorboard', temporaryFolder()));
  const images: string[] = [];
  for (const { id } of await table(project)) {
    for (const { path } of (await project.call('runs.get', { run: id })).artifacts) {
      const saved = await project.call('runs.saveArtifact', {
        run: id,
        path,
        destination: `${images.length}`,
      });
      images.push(readFileSync(saved.path).subarray(1, 4).toString('latin1'));
    }
  }
  expect(images.length).toBeGreaterThan(0);
  expect(new Set(images)).toEqual(new Set(['PNG']));
});

test('the same run is the same row, whichever tool wrote it, in one table', async () => {
  const project = await openEngineProject();
  const folder = await unpackFolder('same-run', temporaryFolder());
  const hash = hashOfFolder(folder);
  const { sources } = await project.call('foreignRuns.find', { folder });
  expect(sources.map(({ format }) => format).sort()).toEqual(
    ['mlflow-database', 'mlflow-folder', 'tensorboard', 'wandb'].sort(),
  );
  // One folder of events is found as its run; TensorBoard is given the folder above it.
  for (const { format, path } of sources)
    await link(project, format, format === 'tensorboard' ? join(path, '..') : path);
  const rows = [];
  for (const { id } of await table(project)) {
    const { name, status, experiment, parameters, metrics } = await project.call('runs.get', { run: id });
    const histories = (await project.call('runs.history', { runs: [id] })).map(({ key, points }) => ({
      ...{ key, points: points.map(({ step, value }) => [step, value]) },
    }));
    rows.push({ name, status, experiment, parameters, metrics, histories });
  }
  expect(rows).toHaveLength(4);
  for (const row of rows) expect(row).toEqual(rows[0]);
  expect(rows[0]).toMatchObject({ name: 'baseline', experiment: 'same', parameters: { depth: '3' } });

  const titles = (await project.call('foreignRuns.links', {})).sources.map(({ title }) => title);
  expect(new Set(titles).size).toBe(4);
  const across = await table(project, `source IN ('mlflow.db', 'mlruns') AND params.kind = 'trees'`);
  expect(across.map(({ values }) => values.source).sort()).toEqual(['mlflow.db', 'mlruns']);
  const { groups } = await project.call('runs.listGroups', { by: ['source'] });
  expect(groups.map(({ values, runs }) => [values[0], runs]).sort()).toEqual(
    titles.map((title) => [title, 1]).sort(),
  );
  const offered = await project.call('runs.values', { key: 'source' });
  expect(offered.values.map(({ value }) => value).sort()).toEqual([...titles].sort());
  expect(hashOfFolder(folder)).toBe(hash);
});

const runFolderOf = (root: string, name: string): string => {
  const found = (readdirSync(root, { recursive: true }) as string[]).find(
    (path) =>
      path.endsWith('mlflow.runName') &&
      readFileSync(join(root, path), 'utf8') === name &&
      !path.includes('models'),
  );
  if (found === undefined) throw new Error(`There is no run ${name}.`);
  return join(root, found, '..', '..');
};

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
  await refresh(project, title);
  const [history] = await project.call('runs.history', { runs: [id], keys: ['long'] });
  expect(history?.points).toMatchObject([{ step: 7, value: 7 }]);
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

test('moved to another place and read-only, it opens with its artifacts', async () => {
  const project = await openEngineProject();
  const folder = join(temporaryFolder(), 'copied from a cluster');
  mkdirSync(folder);
  const root = await unpackFolder('mlruns', folder);
  const all = [
    folder,
    ...(readdirSync(folder, { recursive: true }) as string[]).map((name) => join(folder, name)),
  ];
  for (const path of all) chmodSync(path, existsSync(join(path, '.')) ? 0o555 : 0o444);
  onTestFinished(() => {
    for (const path of all) if (existsSync(path)) chmodSync(path, 0o755);
  });
  await link(project, 'mlflow-folder', root);
  const [row] = await table(project, `name = 'baseline'`);
  const { artifacts } = await project.call('runs.get', { run: row!.id });
  expect(artifacts.length).toBeGreaterThan(0);
  for (const { path } of artifacts)
    expect(await project.call('runs.readArtifact', { run: row!.id, path })).toMatchObject({
      text: 'an artifact\n',
    });
});

test('nothing outside of a source is read, whatever lies in its place by now', async () => {
  const project = await openEngineProject();
  const folder = temporaryFolder();
  const root = await unpackFolder('mlruns', folder);
  const secret = join(folder, 'secret');
  writeFileSync(secret, 'not for anybody');
  const artifacts = join(runFolderOf(root, 'baseline'), 'artifacts');
  symlinkSync(secret, join(artifacts, 'link.txt'));
  await link(project, 'mlflow-folder', root);
  const [row] = await table(project, `name = 'baseline'`);
  const files = (await project.call('runs.get', { run: row!.id })).artifacts.map(({ path }) => path);
  expect(files).not.toContain('link.txt');
  expect(files).toContain('note.txt');

  const read = () => project.call('runs.readArtifact', { run: row!.id, path: 'note.txt' });
  expect(await read()).toMatchObject({ text: 'an artifact\n' });
  rmSync(join(artifacts, 'note.txt'));
  symlinkSync(secret, join(artifacts, 'note.txt'));
  expect(await failureOf(read())).toMatchObject({ code: 'permission-denied' });
  // A folder on the way is a way out as well.
  rmSync(join(artifacts, 'note.txt'));
  const outside = join(folder, 'outside');
  renameSync(artifacts, outside);
  writeFileSync(join(outside, 'note.txt'), 'moved out');
  symlinkSync(outside, artifacts);
  expect(await failureOf(read())).toMatchObject({ code: 'permission-denied' });
  expect(
    await failureOf(
      project.call('runs.saveArtifact', { run: row!.id, path: 'note.txt', destination: 'stolen' }),
    ),
  ).toMatchObject({ code: 'permission-denied' });
  expect(existsSync(join(project.folder, 'stolen'))).toBe(false);
});

test('runs of a source are not changed here, and the sentence says how they can be', async () => {
  const project = await openEngineProject();
  const root = await unpackFolder('mlruns', temporaryFolder());
  await link(project, 'mlflow-folder', root);
  const [row] = await table(project, `name = 'baseline'`);
  const run = row!.id;
  const refused = [
    () => project.call('runs.update', { runs: [run], name: 'mine' }),
    () => project.call('runs.update', { runs: [run], note: 'mine' }),
    () => project.call('runs.update', { runs: [run], tags: { mine: '1' } }),
    () => project.call('runs.undo', { undo: [{ runs: [run], tags: { mine: null } }] }),
    () => project.call('runs.delete', { runs: [run] }),
    () => project.call('models.setAlias', { name: 'churn', alias: 'mine', version: 1 }),
    () => project.call('models.describe', { name: 'churn', version: 1, description: 'mine' }),
    () => project.call('models.register', { source: { run }, name: 'mine', description: '', aliases: [] }),
  ];
  for (const change of refused) {
    const { code, message } = await failureOf(change());
    expect(code).toBe('conflict');
    expect(message).toMatch(/read in place.*[Ii]mport/s);
  }
  const trashed = (await table(project, '', true)).map(({ id }) => id);
  expect(trashed.length).toBeGreaterThan(0);
  expect(await failureOf(project.call('runs.restore', { runs: trashed }))).toMatchObject({
    code: 'conflict',
  });
  expect(await project.call('runs.trash', {})).toMatchObject({ runs: 0 });
  expect(await project.call('runs.purge', {})).toMatchObject({ purged: 0 });
  expect(await table(project, '', true)).toHaveLength(trashed.length);
});

test('an import makes the runs of a source the project’s own, and linking it again is refused', async () => {
  const project = await openEngineProject();
  const root = await unpackFolder('tensorboard', temporaryFolder());
  const { runs } = await link(project, 'tensorboard', root);
  const { jobId } = await project.call('foreignRuns.import', {
    format: 'tensorboard',
    path: root,
    artifacts: 'copy',
  });
  expect(await project.ended(jobId)).toMatchObject({ state: 'succeeded' });
  expect(await project.call('foreignRuns.links', {})).toEqual({ sources: [] });
  const rows = await table(project);
  expect(rows).toHaveLength(runs);
  for (const { id, values } of rows) {
    expect(values.source).toBe('project');
    const { artifacts } = await project.call('runs.get', { run: id });
    for (const { digest } of artifacts) expect(digest).toMatch(/^[0-9a-f]{64}$/);
  }
  expect(project.rowCounts()).toMatchObject({ linked_artifacts: 0, linked_units: 0 });
  await project.call('runs.update', { runs: [rows[0]!.id], name: 'mine now' });
  const again = project.call('foreignRuns.link', { format: 'tensorboard', path: root });
  expect(await failureOf(again)).toMatchObject({ code: 'conflict' });
});

test('what two sources share goes with the last of them, and what the project has in it stays', async () => {
  const project = await openEngineProject();
  const { events, ...before } = project.rowCounts();
  const one = await link(project, 'mlflow-folder', await unpackFolder('mlruns', temporaryFolder()));
  const other = await link(project, 'mlflow-database', unpackDatabase('3.17', temporaryFolder()));
  // Both have versions 1 and 2 of the same model; who comes first has them.
  expect(other.skipped.items.filter(({ subject }) => subject === 'model-version')).toHaveLength(3);
  const first = await project.call('foreignRuns.unlink', { source: one.title });
  expect(first).toMatchObject({ runs: 5, keptExperiments: ['churn', 'gone'], keptModels: [] });
  await refresh(project, other.title);
  expect((await project.call('models.get', { name: 'churn' })).versions).toHaveLength(2);
  const last = await project.call('foreignRuns.unlink', { source: other.title });
  expect(last).toMatchObject({ runs: 5, keptExperiments: [], keptModels: [] });
  const { events: _, keys, import_sources, ...after } = project.rowCounts();
  expect(before).toMatchObject(after);
});

test('two folders of logs with the same names inside are two sources, and titles tell them apart', async () => {
  const project = await openEngineProject();
  const [one, other] = [temporaryFolder(), temporaryFolder()];
  const first = await link(project, 'tensorboard', await unpackFolder('tensorboard', one));
  const second = await link(project, 'tensorboard', await unpackFolder('tensorboard', other));
  expect(second.runs).toBe(first.runs);
  expect(first.title).toBe('tensorboard');
  expect(second.title).toMatch(/.\/tensorboard$/);
  const taken = project.call('foreignRuns.link', { format: 'wandb', path: one, title: first.title });
  expect(await failureOf(taken)).toMatchObject({ code: 'already-exists' });
  const own = project.call('foreignRuns.link', { format: 'wandb', path: one, title: 'project' });
  expect(await failureOf(own)).toMatchObject({ code: 'already-exists' });
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

test('the project’s own paths are told from the folder of the project', async () => {
  const project = await openEngineProject();
  mkdirSync(join(project.folder, 'logs'));
  const path = await unpackFolder('wandb', join(project.folder, 'logs'));
  const source = await link(project, 'wandb', 'logs/wandb');
  expect(source).toMatchObject({ title: 'logs/wandb', path: realpathSync(path) });
});
