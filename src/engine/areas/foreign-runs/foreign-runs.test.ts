import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { bitsOf, type Collected, collectRows } from '../../../../test/fixtures/foreign-runs/collect-rows.ts';
import { importInto, reportOf } from '../../../../test/fixtures/foreign-runs/import-into.ts';
import { unpackDatabase, unpackFolder } from '../../../../test/fixtures/foreign-runs/unpack.ts';
import { openForeignRuns } from '../../../../test/support/foreign-runs.ts';
import { runFolderOf } from '../../../../test/support/linked-sources.ts';
import {
  openEngineProject,
  openTestEngine,
  type TestProject,
} from '../../../../test/support/open-test-engine.ts';
import { readProjectItems } from '../../../../test/support/project-items.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { churnModel } from '../../../../test/support/tiny-models.ts';
import type { ForeignFormat } from '../../../shared/model/foreign-runs.ts';
import type { Job } from '../../../shared/model/job.ts';

vi.setConfig({ testTimeout: 180_000 });

const readProject = (folder: string): Promise<Collected> => readProjectItems(folder, collectRows);

const readSource = (format: ForeignFormat, path: string): Promise<Collected> =>
  collectRows(openForeignRuns().read({ format, path }));

const kept: Readonly<Record<string, string>> = {
  [bitsOf(Number.MAX_VALUE)]: bitsOf(Number.POSITIVE_INFINITY),
  [bitsOf(-Number.MAX_VALUE)]: bitsOf(Number.NEGATIVE_INFINITY),
  [bitsOf(-0)]: bitsOf(0),
};

/** As they come back: the largest doubles are what SQLite and MLflow's own database hold for infinities; no sign of zero, each point once. */
const asKept = (metrics: Collected['runs'][number]['metrics']) =>
  Object.fromEntries(
    Object.entries(metrics).map(([key, points]) => [
      key,
      [...new Set(points.map(([step, atMs, bits]) => `${step} ${atMs} ${kept[bits] ?? bits}`))].sort(),
    ]),
  );

/** Texts become files. */
const allFilesOf = ({ artifacts, texts }: Pick<Collected['runs'][number], 'artifacts' | 'texts'>) =>
  [...artifacts, ...Object.entries(texts).map(([path, text]) => [path, Buffer.byteLength(text)])].sort();

/** What must be the same on both sides. Numbers of experiments and places of files are each side's own. */
const comparable = ({ experiments, runs, models, loggedModels }: Collected) => {
  const names = new Map(experiments.map(({ id, name }) => [id, name]));
  return {
    experiments: experiments
      .map(({ name, stage, tags }) => ({ name, stage, tags }))
      .filter(({ name }) => name !== 'Default')
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
    runs: runs.map(({ run, parameters, tags, metrics, ...files }) => ({
      ...{ id: run.id, name: run.name, experiment: names.get(run.experimentId), status: run.status },
      ...{ stage: run.stage, startedAtMs: run.startedAtMs, endedAtMs: run.endedAtMs, user: run.user ?? '' },
      ...{ parentRunId: run.parentRunId, parameters, metrics: asKept(metrics) },
      artifacts: allFilesOf(files),
      tags: {
        'mlflow.runName': run.name,
        ...(run.parentRunId === null ? {} : { 'mlflow.parentRunId': run.parentRunId }),
        ...tags,
      },
    })),
    models,
    loggedModels: loggedModels.map(({ id, name, status, modelType, parameters, tags, stage }) => ({
      ...{ id, name, status, modelType, stage },
      ...{ parameters: Object.fromEntries(parameters), tags: Object.fromEntries(tags) },
    })),
  };
};

const databases = ['1.20', '1.30', '2.3', '2.9', '2.22', '3.1', '3.17'];
const sources: [name: string, format: ForeignFormat, unpack: (folder: string) => Promise<string>][] = [
  ['an mlruns folder', 'mlflow-folder', (folder) => unpackFolder('mlruns', folder)],
  ['Weights & Biases', 'wandb', (folder) => unpackFolder('wandb', folder)],
  ['TensorBoard', 'tensorboard', (folder) => unpackFolder('tensorboard', folder)],
  ['An export of Neptune', 'neptune', (folder) => unpackFolder('neptune', folder)],
  ...databases.map((version): (typeof sources)[number] => [
    `a database of MLflow ${version}`,
    'mlflow-database',
    async (folder) => unpackDatabase(version, folder),
  ]),
];

test.each(sources)(
  '%s is found, imported whole, and the second time changes nothing',
  async (_, format, unpack) => {
    const project = await openEngineProject();
    const path = await unpack(project.folder);
    const found = await project.call('foreignRuns.find', {});
    expect(found.sources).toMatchObject([{ format, path }]);
    const source = await readSource(format, path);

    const report = await importInto(project, format, path);
    expect(comparable(await readProject(project.folder))).toEqual(comparable(source));
    expect(report.found.runs).toBe(source.runs.length);
    // The default experiment is there from the first day.
    expect({ ...report.added, experiments: 0 }).toEqual({ ...report.found, experiments: 0 });
    expect(report.skipped.items).toEqual(source.skipped.map(({ kind: _kind, ...item }) => item));

    const { jobs, imports, ...before } = project.rowCounts();
    const again = await importInto(project, format, path);
    expect(Object.values(again.added).every((count) => count === 0)).toBe(true);
    expect(project.rowCounts()).toMatchObject(before);
  },
);

test('an export of an import is the same import again', async () => {
  const [one, other] = [await openEngineProject(), await openEngineProject()];
  const path = await unpackFolder('mlruns', one.folder);
  const runFolder = runFolderOf(path, 'baseline');
  writeFileSync(join(runFolder, 'metrics', 'diverged'), '1 inf 0\n2 -inf 1\n');
  await importInto(one, 'mlflow-folder', path);
  const written = await one.call('foreignRuns.export', { to: 'written' });
  expect(written).toMatchObject({ runs: 5, artifacts: 2, skipped: { count: 0 } });
  expect(
    readFileSync(join(runFolderOf(join(one.folder, 'written'), 'baseline'), 'metrics', 'diverged'), 'utf8'),
  ).toBe('1 inf 0\n2 -inf 1\n');
  await importInto(other, 'mlflow-folder', join(one.folder, 'written'));
  const collected = await readProject(other.folder);
  expect(comparable(collected)).toEqual(comparable(await readProject(one.folder)));
  const { jobs, imports, events, ...counts } = one.rowCounts();
  expect(other.rowCounts()).toMatchObject(counts);
});

test('adds what is new, keeps what was changed here, and refuses what is from elsewhere', async () => {
  const project = await openEngineProject();
  const path = await unpackFolder('mlruns', project.folder);
  await importInto(project, 'mlflow-folder', path);
  const { runs } = await readSource('mlflow-folder', path);
  const [row] = runs.filter(({ run }) => run.name === 'baseline');
  const runFolder = join(path, row!.run.experimentId, row!.run.id);
  await project.call('runs.update', { runs: [row!.run.id], name: 'renamed here' });
  writeFileSync(join(runFolder, 'params', 'fresh'), 'seven');
  writeFileSync(join(runFolder, 'metrics', 'fresh'), '1700000000000 0.5 0\n1700000000001 broken 1\n');
  const report = await importInto(project, 'mlflow-folder', path);
  expect(report.added).toMatchObject({ parameters: 1, metricPoints: 1, runs: 0, tags: 0 });
  expect(report.skipped.items).toContainEqual(
    expect.objectContaining({ file: join(runFolder, 'metrics', 'fresh'), line: 2 }),
  );
  expect(await project.call('runs.get', { run: row!.run.id })).toMatchObject({
    name: 'renamed here',
    parameters: { fresh: 'seven' },
  });

  const elsewhere = join(project.folder, 'elsewhere');
  cpSync(path, elsewhere, { recursive: true });
  const refused = await importInto(project, 'mlflow-folder', elsewhere);
  expect(refused.added).toMatchObject({ runs: 0, parameters: 0, artifacts: 0, modelVersions: 0 });
  const reasons = refused.skipped.items.filter(({ subject }) => subject === 'run');
  expect(reasons).toHaveLength(runs.length);
  expect(reasons[0]?.reason).toContain(path);
});

test('a version with an ONNX file can be served; without artifacts it has none, and gets it later', async () => {
  const project = await openEngineProject();
  const path = await unpackFolder('mlruns', project.folder);
  for await (const item of openForeignRuns().read({ format: 'mlflow-folder', path })) {
    if (item.kind !== 'model-version' || item.folder === null) continue;
    mkdirSync(item.folder, { recursive: true });
    writeFileSync(join(item.folder, 'model.onnx'), churnModel().bytes);
  }
  const bare = await importInto(project, 'mlflow-folder', path, 'none');
  expect(bare.added).toMatchObject({ artifacts: 0, modelVersions: 2 });
  const digestsBefore = (await project.call('models.get', { name: 'churn' })).versions.map(
    ({ digest }) => digest,
  );
  expect(digestsBefore).toEqual([null, null]);
  await importInto(project, 'mlflow-folder', path);
  const version = await project.call('models.resolve', { model: 'churn/1' });
  expect(version).toMatchObject({ digest: digestOf(churnModel().bytes), signature: { task: 'binary' } });
});

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const lines = 120_000;

/** One run with many points, so that an import can be met in the middle. */
const writeLongRun = (folder: string): string => {
  const root = join(folder, 'mlruns');
  const run = join(root, '1', 'a'.repeat(32));
  for (const part of ['metrics', 'params', 'tags', 'artifacts'])
    mkdirSync(join(run, part), { recursive: true });
  writeFileSync(
    join(root, '1', 'meta.yaml'),
    "artifact_location: ''\ncreation_time: 1\nexperiment_id: '1'\nlast_update_time: 1\nlifecycle_stage: active\nname: long\n",
  );
  writeFileSync(
    join(run, 'meta.yaml'),
    `artifact_uri: ''\nend_time: 5\nexperiment_id: '1'\nlifecycle_stage: active\nrun_id: ${'a'.repeat(32)}\nrun_name: long\nstart_time: 1\nstatus: 3\nuser_id: me\n`,
  );
  writeFileSync(
    join(run, 'metrics', 'loss'),
    Array.from(
      { length: lines },
      (_, step) => `${1_700_000_000_000 + step} ${1 / (step + 1)} ${step}\n`,
    ).join(''),
  );
  return root;
};

interface RunningRow {
  readonly id: string;
  readonly pid: number;
}

/** The job and its worker once some of its points are stored. */
const metInTheMiddle = (folder: string): Promise<RunningRow> =>
  vi.waitFor(
    () => {
      const database = new Database(join(folder, '.modelyard', 'project.db'), { readonly: true });
      try {
        const row = database
          .prepare(
            "SELECT id, pid FROM jobs WHERE kind = 'import-runs' AND state = 'running' AND pid IS NOT NULL",
          )
          .get() as RunningRow | undefined;
        const points = database.prepare('SELECT count(*) FROM run_metrics').pluck().get() as number;
        if (row === undefined || points === 0) throw new Error('The import is not under way yet.');
        return row;
      } finally {
        database.close();
      }
    },
    { timeout: 120_000, interval: 5 },
  );

const expectWhole = (project: Pick<TestProject, 'rowCounts'>, job: Job): void => {
  expect(job).toMatchObject({ state: 'succeeded', attempt: 2 });
  expect(reportOf(job).added).toMatchObject({ runs: 1, metricPoints: lines, experiments: 1 });
  expect(project.rowCounts()).toMatchObject({ run_metrics: lines, runs: 1 });
};

test('the death of the worker costs nothing and is counted once', async () => {
  const project = await openEngineProject();
  const path = writeLongRun(project.folder);
  const { jobId } = await project.call('foreignRuns.import', { format: 'mlflow-folder', path });
  process.kill((await metInTheMiddle(project.folder)).pid, 'SIGKILL');
  expectWhole(project, await project.ended(jobId));
});

test('the death of the engine costs nothing and is counted once', async () => {
  const folder = temporaryFolder();
  const setUp = await openEngineProject(folder);
  writeLongRun(folder);
  await setUp.engine.close();
  const program = fileURLToPath(new URL('../../../cli/modelyard.ts', import.meta.url));
  const command = spawn(process.execPath, [program, 'import', '--project', folder], { stdio: 'ignore' });
  onTestFinished(() => void command.kill('SIGKILL'));
  const { id } = await metInTheMiddle(folder);
  command.kill('SIGKILL');
  const engine = await openTestEngine();
  await engine.call('projects.open', undefined, { folder });
  const job = (await engine.call('jobs.wait', folder, { job: id })) as Job;
  expectWhole(setUp, job);
});

test('what was complete when it was cancelled stays, and the rest comes with the next', async () => {
  const project = await openEngineProject();
  const path = writeLongRun(project.folder);
  const { jobId } = await project.call('foreignRuns.import', { format: 'mlflow-folder', path });
  await metInTheMiddle(project.folder);
  await project.call('jobs.cancel', { job: jobId });
  const here = project.rowCounts().run_metrics!;
  expect(here).toBeGreaterThan(0);
  expect(here).toBeLessThan(lines);
  const report = await importInto(project, 'mlflow-folder', path);
  expect(report.added).toMatchObject({ runs: 0, metricPoints: lines - here });
});
