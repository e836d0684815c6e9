import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Collected, collectRows } from '../../../../../test/fixtures/foreign-runs/collect-rows.ts';
import { unpackDatabase, unpackFolder } from '../../../../../test/fixtures/foreign-runs/unpack.ts';
import { smallDisk } from '../../../../../test/support/small-disk.ts';
import { temporaryFolder } from '../../../../../test/support/temporary-folder.ts';
import type { ForeignFormat, ForeignItem } from '../../../ports/foreign-runs.ts';
import { createForeignRuns } from '../create-foreign-runs.ts';
import { parseMetaYaml } from './parse-meta-yaml.ts';
import { formatMetaYaml } from './write-meta-yaml.ts';
import { writeMlflowFolder } from './write-mlflow-folder.ts';

const read = (format: ForeignFormat, path: string) => createForeignRuns().read({ format, path });

const sources: [string, (folder: string) => Promise<AsyncIterable<ForeignItem>>][] = [
  ['an mlruns folder', async (folder) => read('mlflow-folder', await unpackFolder('mlruns', folder))],
  ['an old database', async (folder) => read('mlflow-database', unpackDatabase('1.30', folder))],
  ['a new database', async (folder) => read('mlflow-database', unpackDatabase('3.17', folder))],
  ['Weights & Biases', async (folder) => read('wandb', await unpackFolder('wandb', folder))],
  ['event files', async (folder) => read('tensorboard', await unpackFolder('tensorboard', folder))],
];

/** Everything but where the artifacts lie, and in a fixed order. */
const comparable = ({ runs, experiments, models, loggedModels, others }: Collected) => {
  const byText = (one: unknown, other: unknown) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
  return {
    experiments: [...experiments].sort(byText),
    runs: runs.map(({ run, tags, ...row }) => ({
      ...row,
      // A run that another tool put below another run gets MLflow's tag for it.
      tags: { ...tags, ...(run.parentRunId === null ? {} : { 'mlflow.parentRunId': run.parentRunId }) },
      run: { ...run, user: run.user || null, artifactUri: null, artifactFolder: null },
    })),
    models,
    loggedModels: loggedModels.map((model) => ({ ...model, artifactUri: null, artifactFolder: null })),
    others: [...others].sort(byText),
  };
};

describe.each(sources)('%s', (_, open) => {
  test('written to a folder and read again has no difference', async () => {
    const folder = temporaryFolder();
    const first = await collectRows(await open(folder));
    const target = join(folder, 'exported');
    const outcome = await writeMlflowFolder(target, await open(temporaryFolder()));
    const second = await collectRows(read('mlflow-folder', target));
    expect(comparable(second)).toEqual(comparable(first));
    expect(second.skipped).toEqual([]);
    expect(outcome).toMatchObject({
      experiments: first.experiments.length,
      runs: first.runs.length,
      skipped: [],
    });
  });
});

async function* stream(...items: ForeignItem[]): AsyncGenerator<ForeignItem> {
  yield* items;
}

const experiment: ForeignItem = {
  kind: 'experiment',
  id: '1',
  name: 'one',
  stage: 'active',
  artifactLocation: null,
  createdAtMs: 1,
  updatedAtMs: 1,
  tags: [],
};
const runId = 'a'.repeat(32);
const run: ForeignItem = {
  kind: 'run',
  id: runId,
  experimentId: '1',
  name: 'r',
  status: 'finished',
  stage: 'active',
  startedAtMs: 1,
  endedAtMs: 2,
  deletedAtMs: null,
  user: null,
  parentRunId: null,
  artifactUri: null,
  artifactFolder: null,
};

test('what a folder cannot hold is named, and nothing leaves the folder', async () => {
  const folder = temporaryFolder();
  const secret = join(folder, 'secret');
  writeFileSync(secret, 'x');
  const target = join(folder, 'exported');
  const owner = { type: 'run', id: runId } as const;
  const artifact = { kind: 'artifact', owner, sizeBytes: 1, file: secret, offset: 0 } as const;
  const outcome = await writeMlflowFolder(
    target,
    stream(
      experiment,
      { ...experiment, id: '../2' },
      run,
      { ...run, id: '../../b' },
      {
        kind: 'parameters',
        runId,
        entries: [
          ['../../out', '1'],
          ['a', '1'],
          ['a/b', '2'],
          ['a%', '3'],
          ['x//y', '4'],
          ['good', '5'],
        ],
      },
      { ...artifact, path: '../../../out.txt' },
      { ...artifact, path: 'fine.txt' },
      { ...artifact, path: 'gone.txt', file: join(folder, 'gone') },
      {
        kind: 'registered-model',
        name: '../m',
        description: null,
        createdAtMs: 1,
        updatedAtMs: 1,
        tags: [],
        aliases: [],
      },
    ),
  );
  expect(outcome.skipped.map(({ subject, file }) => [subject, file])).toEqual([
    ['experiment', 'one'],
    ['run', '../../b'],
    ['parameter', '../../out'],
    ['parameter', 'a/b'],
    ['parameter', 'a%'],
    ['parameter', 'x//y'],
    ['artifact', '../../../out.txt'],
    ['artifact', join(folder, 'gone')],
    ['registered-model', '../m'],
  ]);
  expect(outcome).toMatchObject({ experiments: 1, runs: 1, artifacts: 1 });
  const { runs } = await collectRows(read('mlflow-folder', target));
  expect(runs[0]).toMatchObject({ parameters: { a: '1', good: '5' }, artifacts: [['fine.txt', 1]] });
});

test.each([true, false])(
  'an export that fails takes away what it wrote (folder was there: %s)',
  async (isThere) => {
    const folder = temporaryFolder();
    const target = join(folder, 'exported');
    if (isThere) mkdirSync(target);
    const source = await unpackFolder('mlruns', folder);
    async function* failing(): AsyncGenerator<ForeignItem> {
      for await (const item of read('mlflow-folder', source)) {
        yield item;
        if (item.kind === 'metric') throw new Error('No space is left.');
      }
    }
    await expect(writeMlflowFolder(target, failing())).rejects.toThrow('No space is left.');
    expect(existsSync(target) ? readdirSync(target) : null).toEqual(isThere ? [] : null);
    await writeMlflowFolder(target, read('mlflow-folder', source));
  },
);

test.each([true, false])('what appears is whole (folder was there: %s)', async (isThere) => {
  const target = join(temporaryFolder(), 'exported');
  if (isThere) mkdirSync(target);
  const seen: string[][] = [];
  const visible = () =>
    existsSync(target) ? readdirSync(target).filter((name) => !name.startsWith('.unfinished-')) : [];
  async function* watched(): AsyncGenerator<ForeignItem> {
    for (const item of [experiment, run]) {
      yield item;
      seen.push(visible());
    }
  }
  await writeMlflowFolder(target, watched());
  expect(seen).toEqual([[], []]);
  expect(visible()).toEqual(['.trash', '1']);
  expect(readFileSync(join(target, '1', runId, 'meta.yaml'), 'utf8')).toContain(
    `${pathToFileURL(target).href}/1/${runId}/artifacts`,
  );
  expect(readdirSync(join(target, '..'))).toEqual(['exported']);
});

test.each([true, false])(
  'what a killed process left of an export is removed by the next one (folder was there: %s)',
  async (isThere) => {
    const folder = temporaryFolder();
    const target = join(folder, 'exported');
    const left = (pid: number) => [
      ...(isThere ? [join(target, `.unfinished-${pid}`)] : []),
      `${target}.unfinished-${pid}`,
    ];
    const [ofDead, ofLiving] = [left(endedProcess()), left(process.ppid)];
    for (const path of [...ofDead, ...ofLiving]) mkdirSync(join(path, '1'), { recursive: true });
    await writeMlflowFolder(target, stream(experiment));
    expect(ofDead.map((path) => existsSync(path))).toEqual(ofDead.map(() => false));
    expect(ofLiving.map((path) => existsSync(path))).toEqual(ofLiving.map(() => true));
    expect(existsSync(join(target, '1', 'meta.yaml'))).toBe(true);
  },
);

const endedProcess = (): number => spawnSync(process.execPath, ['--version']).pid;

test('an export that was killed while it was moved into place is said to be a part', async () => {
  const target = temporaryFolder();
  for (const name of ['1', `.unfinished-${endedProcess()}`]) mkdirSync(join(target, name));
  await expect(writeMlflowFolder(target, stream(experiment))).rejects.toMatchObject({
    code: 'already-exists',
    message: expect.stringContaining('holds a part of what broke off'),
  });
  expect(readdirSync(target)).toHaveLength(2);
});

test('two exports into one folder do not mix', async () => {
  const target = join(temporaryFolder(), 'exported');
  const both = await Promise.allSettled([
    writeMlflowFolder(target, stream(experiment)),
    writeMlflowFolder(target, stream(experiment)),
  ]);
  expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(readdirSync(target)).toEqual(['.trash', '1']);
});

test('a disk without room for it is said, and keeps nothing of it', async () => {
  const disk = smallDisk(1024 * 1024);
  if (disk === null) return;
  const target = join(disk, 'deep', 'exported');
  const file = join(temporaryFolder(), 'large');
  writeFileSync(file, Buffer.alloc(2 * 1024 * 1024));
  const owner = { type: 'run', id: runId } as const;
  const artifact: ForeignItem = {
    ...{ kind: 'artifact', owner, path: 'large', sizeBytes: 2 * 1024 * 1024, file, offset: 0 },
  };
  await expect(writeMlflowFolder(target, stream(experiment, run, artifact))).rejects.toMatchObject({
    code: 'disk-full',
    message: expect.stringContaining(`There is no room for ${target}`),
  });
  expect(readdirSync(join(disk, 'deep'))).toEqual([]);
});

test('a folder with something in it is left alone', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'mine'));
  await expect(writeMlflowFolder(folder, stream(experiment))).rejects.toMatchObject({
    code: 'already-exists',
  });
});

describe('meta.yaml', () => {
  test.each([
    'plain',
    "it's",
    'two\nlines',
    'null',
    '~',
    '',
    '1e5',
    '007',
    '# no comment',
    'a: b',
    ' spaces ',
    'tab\tand\u0085next\u2028line',
    'emoji 🎉 and ü',
    '\\ and "quotes"',
    '- list',
  ])('keeps the text %j', (text) => {
    const read = parseMetaYaml(formatMetaYaml({ name: text, status: 3, tags: [[text || 'key', text]] }));
    expect(read.scalars.get('name')).toBe(text);
    expect(read.scalars.get('status')).toBe('3');
    expect(read.maps.get('tags')).toEqual([[text || 'key', text]]);
  });

  test.each([
    ['a: null\nb: ~\nc:\n', { a: null, b: null, c: null }],
    ["a: 'null'\nb: ''\n", { a: 'null', b: '' }],
    ["long: 'one\n  two'\nother: plain\n  text\n", { long: 'one two', other: 'plain text' }],
    ['a: 1e5\nb: 0123\nc: 2026-01-01\n', { a: '1e5', b: '0123', c: '2026-01-01' }],
    ['a: "\\u00fc"\r\nb: x\r\n', { a: 'ü', b: 'x' }],
    ['a: b # comment\n', { a: 'b' }],
  ])('reads %j as MLflow’s parser does, numbers as their digits', (text, expected) => {
    expect(Object.fromEntries(parseMetaYaml(text).scalars)).toEqual(expected);
  });
});

test('the written folder holds MLflow’s own lines', async () => {
  const target = join(temporaryFolder(), 'exported');
  const points = {
    steps: Float64Array.of(0, 1, 2),
    timestampsMs: Float64Array.of(5, 6, 7),
    values: Float64Array.of(Number.NaN, -0, Number.NEGATIVE_INFINITY),
  };
  const owner = { type: 'run', id: runId } as const;
  await writeMlflowFolder(
    target,
    stream(experiment, run, {
      kind: 'metric',
      owner,
      key: 'val/m',
      points,
      dataset: { name: 'd', digest: 'x' },
      runId: null,
    }),
  );
  expect(readFileSync(join(target, '1', runId, 'metrics', 'val', 'm'), 'utf8')).toBe(
    '5 nan 0 d x\n6 -0.0 1 d x\n7 -inf 2 d x\n',
  );
});
