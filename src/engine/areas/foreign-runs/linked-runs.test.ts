import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { collectRows } from '../../../../test/fixtures/foreign-runs/collect-rows.ts';
import { unpackDatabase, unpackFolder } from '../../../../test/fixtures/foreign-runs/unpack.ts';
import { openForeignRuns } from '../../../../test/support/foreign-runs.ts';
import { hashOfFolder } from '../../../../test/support/hash-of-folder.ts';
import { link, refresh, runFolderOf, table } from '../../../../test/support/linked-sources.ts';
import { failureOf, openEngineProject } from '../../../../test/support/open-test-engine.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { type ForeignFormat, foreignFormat } from '../../../shared/model/foreign-runs.ts';

/** What a linked source brings, and that nothing of it is left when it goes. */

vi.setConfig({ testTimeout: 180_000 });

const formats: [name: string, format: ForeignFormat, unpack: (folder: string) => Promise<string>][] = [
  ['an mlruns folder', 'mlflow-folder', (folder) => unpackFolder('mlruns', folder)],
  ['a database', 'mlflow-database', async (folder) => unpackDatabase('3.17', folder)],
  ['Weights & Biases', 'wandb', (folder) => unpackFolder('wandb', folder)],
  ['event files', 'tensorboard', (folder) => unpackFolder('tensorboard', folder)],
  ['an export of Neptune', 'neptune', (folder) => unpackFolder('neptune', folder)],
];

test.each(formats)(
  '%s is read in place: everything is there, its files open, nothing is written, nothing is left',
  async (_, format, unpack) => {
    const project = await openEngineProject();
    const { events, ...before } = project.rowCounts();
    const folder = temporaryFolder();
    const path = await unpack(folder);
    const hash = hashOfFolder(folder);
    const read = await collectRows(openForeignRuns().read({ format, path }));

    const source = await link(project, format, path);
    expect(source).toMatchObject({ state: 'ready', problem: null, runs: read.runs.length, path });
    expect(source.skipped.count).toBe(read.skipped.reduce((sum, { count }) => sum + count, 0));
    const rows = [...(await table(project)), ...(await table(project, '', true))];
    expect(rows).toHaveLength(read.runs.length);
    for (const { id, values, name } of rows) {
      expect(values.source).toBe(source.title);
      const { run, parameters, metrics, artifacts, texts } = read.runs.find((one) => one.run.name === name)!;
      const detail = await project.call('runs.get', { run: id });
      expect(detail).toMatchObject({ status: run.status, parameters, linkedFrom: { path } });
      expect(Object.keys(detail.metrics).sort()).toEqual(Object.keys(metrics).sort());
      const made = Object.entries(texts).map(([file, content]) => [file, Buffer.byteLength(content)]);
      expect(detail.artifacts.map(({ path: file, sizeBytes }) => [file, sizeBytes]).sort()).toEqual(
        [...artifacts, ...made].sort(),
      );
      // What the source has as files stays there; only texts that none of them holds become files here.
      expect(detail.artifacts.filter(({ digest }) => digest !== null).map(({ path: file }) => file)).toEqual(
        Object.keys(texts),
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
    const texts = read.runs.flatMap((row) => Object.keys(row.texts));
    expect(project.rowCounts().objects).toBe(texts.length);
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

test('the same run is the same row, whichever of five tools wrote it, in one table', async () => {
  const project = await openEngineProject();
  const folder = await unpackFolder('same-run', temporaryFolder());
  const hash = hashOfFolder(folder);
  const { sources } = await project.call('foreignRuns.find', { folder });
  expect(sources.map(({ format }) => format).sort()).toEqual([...foreignFormat.options].sort());
  // One folder of events is found as its run; TensorBoard is given the folder above it.
  for (const { format, path } of sources)
    await link(project, format, format === 'tensorboard' ? join(path, '..') : path);
  const rows = [];
  for (const { id } of await table(project)) {
    const run = await project.call('runs.get', { run: id });
    const { name, status, experiment, parameters, metrics, startedAtMs, endedAtMs } = run;
    const histories = await project.call('runs.history', { runs: [id] });
    rows.push({
      ...{ name, status, experiment, parameters, metrics, startedAtMs, endedAtMs },
      histories: histories.map(({ key, points }) => ({ key, points })),
    });
  }
  expect(rows).toHaveLength(5);
  for (const row of rows) expect(row).toEqual(rows[0]);
  expect(rows[0]).toMatchObject({
    ...{ name: 'baseline', experiment: 'same', status: 'finished' },
    parameters: { depth: '3', kind: 'trees', learning_rate: '1e-05', bagging: 'True' },
    ...{ startedAtMs: 1_700_000_000_000, endedAtMs: 1_700_000_020_000 },
  });
  expect(rows[0]?.histories).toHaveLength(3);

  const titles = (await project.call('foreignRuns.links', {})).sources.map(({ title }) => title);
  expect(new Set(titles).size).toBe(5);
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

test('what is linked is written back for MLflow with its files, and compared with its packages', async () => {
  const project = await openEngineProject();
  const path = await unpackFolder('mlruns', temporaryFolder());
  for (const [name, version] of [
    ['baseline', '1.5.0'],
    ['child', '1.6.1'],
  ] as const) {
    const folder = join(runFolderOf(path, name), 'artifacts', 'model');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'requirements.txt'), `scikit-learn==${version}\n`);
  }
  await link(project, 'mlflow-folder', path);
  const runs = (await table(project, "name IN ('baseline', 'child')")).map(({ id }) => id);
  const { packages } = await project.call('runs.compare', { runs });
  expect(packages).toContainEqual({ name: 'scikit-learn', values: ['1.6.1', '1.5.0'], differs: true });

  const to = join(temporaryFolder(), 'written');
  expect(await project.call('foreignRuns.export', { to })).toMatchObject({ runs: 5, skipped: { count: 0 } });
  const artifactsIn = async (folder: string) =>
    (await collectRows(openForeignRuns().read({ format: 'mlflow-folder', path: folder }))).runs.map(
      ({ run, artifacts }) => [run.id, artifacts],
    );
  expect(await artifactsIn(to)).toEqual(await artifactsIn(path));
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

test('the project’s own paths are told from the folder of the project', async () => {
  const project = await openEngineProject();
  mkdirSync(join(project.folder, 'logs'));
  const path = await unpackFolder('wandb', join(project.folder, 'logs'));
  const source = await link(project, 'wandb', 'logs/wandb');
  expect(source).toMatchObject({ title: 'logs/wandb', path: realpathSync(path) });
});
