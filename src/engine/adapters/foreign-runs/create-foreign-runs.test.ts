import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { bitsOf, collectRows, type Row } from '../../../../test/fixtures/foreign-runs/collect-rows.ts';
import { expectAnswers } from '../../../../test/fixtures/foreign-runs/expect-answers.ts';
import { withStepsOfDatasetLines } from '../../../../test/fixtures/foreign-runs/make-sources.ts';
import { answersOf, unpackDatabase, unpackFolder } from '../../../../test/fixtures/foreign-runs/unpack.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import type { ForeignFormat } from '../../ports/foreign-runs.ts';
import { createForeignRuns } from './create-foreign-runs.ts';

const foreignRuns = createForeignRuns();
const read = (format: ForeignFormat, path: string, artifactFolders: string[] = []) =>
  collectRows(foreignRuns.read({ format, path }, { artifactFolders }));

/** Every name, size, time and byte below a folder. */
const fingerprint = (folder: string): string => {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    hash.update(`${path} ${statSync(path).mtimeMs} `);
    if (entry.isFile()) hash.update(readFileSync(path));
  }
  return hash.digest('hex');
};

describe('an mlruns folder of MLflow 3.1', () => {
  test('gives what MLflow answers, wherever it was moved to, and is left as it was', async () => {
    const folder = temporaryFolder();
    const answers = withStepsOfDatasetLines(answersOf('mlruns'));
    let path = await unpackFolder('mlruns', folder);
    const before = fingerprint(path);
    expectAnswers(await read('mlflow-folder', path), answers);
    expect(fingerprint(path)).toBe(before);
    for (const place of ['moved once', join('deep', 'er', 'runs')]) {
      const next = join(folder, place);
      mkdirSync(join(next, '..'), { recursive: true });
      renameSync(path, next);
      path = next;
      const collected = await read('mlflow-folder', path);
      expectAnswers(collected, answers);
      expect(collected.runs.every(({ run }) => run.artifactFolder?.startsWith(path))).toBe(true);
    }
  });

  test('gives data sets, logged models and the links between them', async () => {
    const collected = await read('mlflow-folder', await unpackFolder('mlruns', temporaryFolder()));
    const { modelId } = answersOf('mlruns');
    expect(collected.loggedModels).toMatchObject([
      { id: modelId, name: 'trees', status: 'ready', modelType: 'agent', parameters: [['depth', '3']] },
    ]);
    const owner = { type: 'logged-model', id: modelId };
    const tags = [['mlflow.data.context', 'training']];
    expect(collected.others).toHaveLength(4);
    expect(collected.others).toEqual(
      expect.arrayContaining(
        [
          { kind: 'dataset-input', name: 'train frame', digest: 'a5357541', tags },
          { kind: 'model-link', modelId, direction: 'output', step: 4 },
          { kind: 'model-link', modelId, direction: 'input' },
          { kind: 'metric', owner, key: 'auc', dataset: { name: 'test', digest: 'd1' } },
        ].map((part) => expect.objectContaining(part)),
      ),
    );
    expect(collected.skipped.map(({ subject, reason }) => [subject, reason])).toEqual([
      ['model-version', 'The version was deleted.'],
    ]);
  });
});

describe.each(['1.20', '1.30', '2.3', '2.9', '2.22', '3.1', '3.17'])('a database of MLflow %s', (version) => {
  test('gives what MLflow answers, and is left as it was', async () => {
    const folder = temporaryFolder();
    const path = unpackDatabase(version, folder);
    const before = fingerprint(folder);
    const collected = await read('mlflow-database', path);
    expectAnswers(collected, answersOf(`mlflow-${version}`), { withArtifacts: false });
    expect(fingerprint(folder)).toBe(before);
    // The artifacts are not in the fixture, and nobody says they were read.
    const unread = collected.skipped.filter(({ subject }) => subject === 'artifact');
    expect(new Set(unread.map(({ runId }) => runId)).size).toBeGreaterThanOrEqual(collected.runs.length);
  });
});

test('rows of a database that belong to no run are counted by why', async () => {
  const path = unpackDatabase('3.17', temporaryFolder());
  const before = await read('mlflow-database', path);
  const writer = new Database(path);
  writer.pragma('foreign_keys = OFF');
  for (const run of ['no id', 'zz', 'Ω', `${'0'.repeat(31)}1`, 'f'.repeat(32)]) {
    writer
      .prepare("INSERT INTO params (run_uuid, key, value) VALUES (?, 'one', '1'), (?, 'two', '2')")
      .run(run, run);
    writer
      .prepare("INSERT INTO metrics (run_uuid, key, value, timestamp, step) VALUES (?, 'loss', 1, 1, 1)")
      .run(run);
  }
  writer.close();
  const after = await read('mlflow-database', path);
  expect(after.runs).toEqual(before.runs);
  const said = after.skipped.map(({ subject, count, reason }) => [subject, count, reason]);
  expect(said).toEqual(
    expect.arrayContaining([
      ['parameter', 6, 'They belong to no run that was read.'],
      ['parameter', 4, 'The ids of their runs are none of MLflow’s.'],
      ['metric-point', 3, 'They belong to no run that was read.'],
      ['metric-point', 2, 'The ids of their runs are none of MLflow’s.'],
    ]),
  );
});

test('finds the artifacts of a database where they are now', async () => {
  const folder = temporaryFolder();
  const path = unpackDatabase('3.1', folder);
  const baseline = answersOf('mlflow-3.1').runs.find(({ name }) => name === 'baseline')!;
  const artifacts = join(folder, 'elsewhere', 'mlruns', 'churn', baseline.id, 'artifacts', 'model');
  mkdirSync(artifacts, { recursive: true });
  writeFileSync(join(artifacts, 'note.txt'), 'here');
  const hidden = await read('mlflow-database', path);
  expect(hidden.runs.flatMap((row) => row.artifacts)).toEqual([]);
  const shown = await read('mlflow-database', path, [join(folder, 'elsewhere')]);
  expect(shown.runs.find(({ run }) => run.id === baseline.id)?.artifacts).toEqual([['model/note.txt', 4]]);
});

test('finds what a tracking server put into whatever folder it was given, and knows which runs left nothing', async () => {
  const folder = temporaryFolder();
  const path = unpackDatabase('3.17', folder);
  const { id } = answersOf('mlflow-3.17').runs.find(({ name }) => name === 'baseline')!;
  const writer = new Database(path);
  writer.exec(`UPDATE runs SET artifact_uri = 'mlflow-artifacts:/7/' || run_uuid || '/artifacts'`);
  writer.close();
  const unread = ({ skipped }: Awaited<ReturnType<typeof read>>) =>
    skipped.filter(({ subject, runId }) => subject === 'artifact' && runId !== null);
  expect(unread(await read('mlflow-database', path)).length).toBeGreaterThan(0);
  const artifacts = join(folder, 'storage', '7', id, 'artifacts');
  mkdirSync(artifacts, { recursive: true });
  writeFileSync(join(artifacts, 'note.txt'), 'here');
  const found = await read('mlflow-database', path);
  expect(found.runs.find(({ run }) => run.id === id)?.artifacts).toEqual([['note.txt', 4]]);
  expect(unread(found)).toEqual([]);
  // The folder of a file store that was there before says nothing of where artifacts are.
  writeFileSync(join(folder, 'storage', '7', 'meta.yaml'), 'name: churn');
  expect(unread(await read('mlflow-database', path)).length).toBeGreaterThan(0);
});

test('reads an offline run of Weights & Biases', async () => {
  const collected = await read('wandb', await unpackFolder('wandb', temporaryFolder()));
  expect(collected.experiments).toMatchObject([{ name: 'churn' }]);
  const [row] = collected.runs;
  expect(row?.run).toMatchObject({ id: 'abcd1234', name: 'baseline', status: 'finished' });
  expect(row?.parameters).toEqual({
    later: 'yes',
    learning_rate: '0.1',
    'model.depth': '3',
    'model.kind': 'trees',
    seed: '7',
  });
  expect(row?.tags).toMatchObject({
    'mlflow.note.content': 'first try',
    'wandb.tags': 'dev, small',
    'wandb.summary.verdict': 'good',
  });
  const values = (key: string) => row?.metrics[key]?.map(([step, , bits]) => [step, bits]);
  expect(values('loss')).toEqual(Array.from({ length: 20 }, (_, step) => [step, bitsOf(1 / (step + 1))]));
  expect(values('odd')).toEqual([
    [20, bitsOf(Number.NaN)],
    [21, bitsOf(Number.POSITIVE_INFINITY)],
    [22, bitsOf(Number.NEGATIVE_INFINITY)],
  ]);
  expect(values('nested.deep')).toHaveLength(20);
  expect(values('best')).toEqual([[23, bitsOf(0.875)]]);
  expect(values('picture.height')).toBeUndefined();
  expect(Object.keys(row?.metrics ?? {}).some((key) => key.startsWith('system/'))).toBe(true);
  expect(row?.artifacts.map(([path]) => path)).toEqual([
    expect.stringMatching(/^media\/images\/picture_.*\.png$/),
    'note.txt',
    'requirements.txt',
  ]);
  expect(collected.skipped.map(({ reason }) => /“(.*?)”/.exec(reason)?.[1])).toEqual(
    expect.arrayContaining(['text', 'histogram', 'image-file']),
  );
});

test('reads event files of both generations', async () => {
  const path = await unpackFolder('tensorboard', temporaryFolder());
  const collected = await read('tensorboard', path);
  const row = (name: string): Row => {
    const found = collected.runs.find(({ run }) => run.name === name);
    if (found === undefined) throw new Error(`no run ${name}`);
    return found;
  };
  expect(collected.runs).toHaveLength(3);
  // The first generation holds floats: the nearest to each value.
  expect(row('baseline').metrics.loss).toEqual(
    Array.from({ length: 20 }, (_, step) => [
      step,
      1_700_000_000_000 + 1000 * step,
      bitsOf(Math.fround(1 / (step + 1))),
    ]),
  );
  expect(row('baseline').metrics.odd?.map(([, , bits]) => bits)).toEqual(
    [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0].map(bitsOf),
  );
  expect(row('baseline').tags).toEqual({ note: 'first try' });
  expect(row('modern').metrics).toEqual({
    loss: [0, 0.5, 1].map((value, step) => [step, 1_700_000_000_000 + 1000 * step, bitsOf(value)]),
    exact: [0, 0.1, 0.2].map((value, step) => [step, 1_700_000_000_000 + 1000 * step, bitsOf(value)]),
  });
  expect(row('search/one').parameters).toEqual({ deep: 'True', kind: 'trees', learning_rate: '0.1' });
  expect(collected.skipped.map(({ reason }) => reason)).toEqual([
    'Summaries of the kind “histogram” are counted and not read.',
    'Its event files hold no values.',
  ]);
});

test('says where an image lies inside an event file', async () => {
  const path = await unpackFolder('tensorboard', temporaryFolder());
  const images: string[] = [];
  for await (const item of foreignRuns.read({ format: 'tensorboard', path })) {
    if (item.kind !== 'artifact') continue;
    const bytes = readFileSync(item.file).subarray(item.offset, item.offset + item.sizeBytes);
    images.push(`${item.path} ${bytes.subarray(1, 4).toString('latin1')}`);
  }
  expect(images).toEqual(['images/picture/1.png PNG', 'images/picture/2.png PNG']);
});

test('a source that is not there, or is no database, is an error that names it', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'mlflow.db');
  await expect(read('mlflow-database', file)).rejects.toMatchObject({ code: 'not-found' });
  writeFileSync(file, 'not a database, whatever its name says');
  await expect(read('mlflow-database', file)).rejects.toMatchObject({
    code: 'data-malformed',
    details: { path: file },
  });
  rmSync(file);
});

test('can be stopped', async () => {
  const path = await unpackFolder('mlruns', temporaryFolder());
  const controller = new AbortController();
  const items = foreignRuns.read({ format: 'mlflow-folder', path }, { signal: controller.signal });
  await expect(
    (async () => {
      for await (const _ of items) controller.abort();
    })(),
  ).rejects.toMatchObject({ name: 'AbortError' });
});
