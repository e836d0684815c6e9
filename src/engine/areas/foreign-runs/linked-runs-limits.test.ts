import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { unpackFolder } from '../../../../test/fixtures/foreign-runs/unpack.ts';
import { link, runFolderOf, table } from '../../../../test/support/linked-sources.ts';
import { failureOf, openEngineProject } from '../../../../test/support/open-test-engine.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { importReport } from '../../../shared/model/foreign-runs.ts';

/** What is never done to a linked source, and what is never read for it. */

vi.setConfig({ testTimeout: 180_000 });

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
  for (const { path } of artifacts) {
    expect(await project.call('runs.readArtifact', { run: row!.id, path })).toMatchObject({
      text: 'an artifact\n',
    });
    expect(await project.call('runs.describeArtifact', { run: row!.id, path })).toMatchObject({
      kind: 'text',
    });
  }
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
  const { state, output } = await project.ended(jobId);
  expect(state).toBe('succeeded');
  // Nothing is new, and the report says why.
  expect(importReport.parse(output)).toMatchObject({ wasLinked: true, found: { runs }, added: { runs: 0 } });
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
