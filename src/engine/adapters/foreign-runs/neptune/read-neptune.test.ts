import {
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { bitsOf, collectRows, type Row } from '../../../../../test/fixtures/foreign-runs/collect-rows.ts';
import { unpackFolder } from '../../../../../test/fixtures/foreign-runs/unpack.ts';
import { openForeignRuns } from '../../../../../test/support/foreign-runs.ts';
import { hashOfFolder } from '../../../../../test/support/hash-of-folder.ts';
import { temporaryFolder } from '../../../../../test/support/temporary-folder.ts';
import { detectSources } from '../detect-sources.ts';

const foreignRuns = openForeignRuns();
const read = (path: string) => collectRows(foreignRuns.read({ format: 'neptune', path }));
const unpacked = () => unpackFolder('neptune', temporaryFolder());

const rowOf = (runs: readonly Row[], id: string): Row => {
  const found = runs.find(({ tags }) => tags['neptune.run_id'] === id);
  if (found === undefined) throw new Error(`There is no run ${id}.`);
  return found;
};

const start = 1_700_000_000_000;

test('gives what was exported of runs, and leaves the export as it was', async () => {
  const path = await unpacked();
  const before = hashOfFolder(path);
  const { runs, experiments, skipped } = await read(path);
  expect(hashOfFolder(path)).toBe(before);
  expect(experiments.map(({ name }) => name)).toEqual(['team/churn', 'team/older']);
  expect(runs).toHaveLength(3);

  const { run, ...fox } = rowOf(runs, 'bold-fox');
  expect(run).toMatchObject({
    ...{ name: 'baseline', status: 'finished', stage: 'active', user: 'jo', parentRunId: null },
    ...{ startedAtMs: start, endedAtMs: start + 60_000 },
  });
  expect(fox.parameters).toEqual({
    'config/depth': '3',
    'config/large': '9007199254740993',
    'config/learning_rate': '1e-05',
    'config/momentum': '1.0',
    'config/nested/kind': 'trees, "tall"',
    'config/bagging': 'True',
    'config/since': '2023-11-14T22:13:20.123Z',
    'config/columns': 'age',
  });
  expect(fox.tags).toEqual({
    'mlflow.note.content': 'first try',
    'neptune.custom_run_id': 'bold-fox',
    'neptune.ping_time': '2023-11-14T22:14:20.000Z',
    'neptune.run_id': 'bold-fox',
    'neptune.tags': 'dev',
  });
  expect(fox.metrics.loss).toEqual(
    Array.from({ length: 20 }, (_, step) => [step, start + 1000 * step, bitsOf(1 / (step + 1))]),
  );
  expect(fox.metrics['val/auc']).toHaveLength(10);
  expect(fox.metrics.odd).toEqual([
    [20, start + 20_000, bitsOf(Number.NaN)],
    [21, start + 21_000, bitsOf(Number.POSITIVE_INFINITY)],
  ]);
  expect(fox.artifacts).toEqual([
    ['model/note.txt', 6],
    ['samples/0.png', 69],
    ['samples/1.png', 69],
  ]);

  const older = rowOf(runs, 'OLD-1');
  expect(older.run).toMatchObject({ name: 'OLD-1', startedAtMs: start, endedAtMs: start + 12_500 });
  expect(older.parameters).toEqual({ 'parameters/depth': '5' });
  expect(older.tags).toMatchObject({
    'mlflow.source.name': 'train.py',
    'neptune.hostname': 'laptop',
    'neptune.monitoring/ab12cd34/pid': '4711',
  });
  expect(older.artifacts).toEqual([
    ['dataset/files_list.json', 2],
    ['model/weights', 2],
    ['source_code/files/train.py', 8],
  ]);
  expect(skipped.map(({ subject, reason, count }) => [subject, count, reason])).toEqual([
    ['other', 3, 'Attributes of the type “histogram_series” are counted and not read.'],
    ['artifact', 1, 'Its name leads out of the run’s artifacts.'],
    ['artifact', 1, expect.stringMatching(/^It lies outside of what was opened, or was not exported/)],
    ['registered-model', 1, 'Models of Neptune’s registry are not read.'],
  ]);
});

test('a run in several parts is one, with its steps made whole and its parent found', async () => {
  const { runs } = await read(await unpacked());
  const { run, metrics, tags } = rowOf(runs, 'bold-fox-2');
  expect(run).toMatchObject({
    ...{ name: 'bold-fox-2', status: 'failed', stage: 'deleted' },
    parentRunId: rowOf(runs, 'bold-fox').run.id,
  });
  expect(tags['neptune.step_scale']).toBe('10');
  expect(metrics.loss?.map(([step]) => step)).toEqual([0, 5, 10, 15, 20, 25]);
  expect(metrics.acc?.map(([step]) => step)).toEqual([10]);
});

test('series of texts are files: what was printed as it was, others with steps and times', async () => {
  const { runs } = await read(await unpacked());
  expect(rowOf(runs, 'bold-fox').texts).toEqual({
    'prompts.csv':
      'step,time,text\n0,2023-11-14T22:13:20.000Z,"say ""hi"",\nplease"\n1,2023-11-14T22:13:21.000Z,"bye"\n',
  });
  expect(rowOf(runs, 'OLD-1').texts).toEqual({ 'monitoring/ab12cd34/stdout.log': 'one\ntwo\n' });
});

test('is found with its files wherever they lie beside the runs, and opened at any level', async () => {
  const root = temporaryFolder();
  const path = await unpackFolder('neptune', root);
  const found = { format: 'neptune', experimentCount: 2, runCount: 3 };
  expect((await detectSources(root)).sources).toEqual([{ ...found, path, title: 'neptune' }]);
  const data = join(path, 'data');
  expect((await detectSources(data)).sources).toEqual([{ ...found, path: data, title: 'data' }]);
  const alone = await read(data);
  expect(alone.runs).toHaveLength(3);
  expect(alone.runs.flatMap(({ artifacts }) => artifacts)).toEqual([]);
  const project = join(data, readdirSync(data)[0]!);
  expect((await read(project)).runs.map(({ run }) => run.name).sort()).toEqual(['baseline', 'bold-fox-2']);
  const helped = foreignRuns.read(
    { format: 'neptune', path: data },
    { artifactFolders: [join(path, 'files')] },
  );
  expect((await collectRows(helped)).runs.flatMap(({ artifacts }) => artifacts)).toHaveLength(6);
});

test('the same run has the same id wherever the export lies', async () => {
  const path = await unpacked();
  const before = (await read(path)).runs.map(({ run }) => run.id);
  const moved = join(temporaryFolder(), 'moved');
  renameSync(path, moved);
  expect((await read(moved)).runs.map(({ run }) => run.id)).toEqual(before);
});

test('a damaged file is a skipped run and costs no other', async () => {
  const path = await unpacked();
  const data = join(path, 'data');
  const [project] = readdirSync(data);
  const file = readdirSync(join(data, project!)).find((name) => /^bold-fox-d.*_part_0/.test(name))!;
  truncateSync(join(data, project!, file), 5000);
  writeFileSync(join(data, project!, `empty-${'0'.repeat(16)}_part_0.parquet`), '');
  const { runs, skipped } = await read(path);
  expect(runs.map(({ run }) => run.name).sort()).toEqual(['OLD-1', 'bold-fox-2']);
  const bad = skipped.filter(({ subject }) => subject === 'run');
  expect(bad.map(({ file: path }) => basename(path)).sort()).toEqual([
    file,
    `empty-${'0'.repeat(16)}_part_0.parquet`,
  ]);
});

test('times that no date can say cost neither the run nor its texts', async () => {
  const path = await unpacked();
  const files = (readdirSync(path, { recursive: true }) as string[]).filter((name) =>
    /bold-fox-[0-9a-f]{16}_part_\d+\.parquet$/.test(name),
  );
  const connection = await (await DuckDBInstance.create()).connect();
  for (const name of files) {
    const file = join(path, name);
    const far = (column: string, type: string) =>
      `CASE WHEN attribute_type = '${type}' THEN TIMESTAMPTZ '290000-01-01' ELSE ${column} END AS ${column}`;
    const changed = `${far('datetime_value', 'datetime')}, ${far('timestamp', 'string_series')}`;
    await connection.run(
      `COPY (SELECT * REPLACE (${changed}) FROM read_parquet('${file}')) TO '${file}.far' (FORMAT parquet)`,
    );
    renameSync(`${file}.far`, file);
  }
  const { parameters, texts } = rowOf((await read(path)).runs, 'bold-fox');
  expect(parameters['config/depth']).toBe('3');
  expect(parameters).not.toHaveProperty('config/since');
  expect(texts['prompts.csv']).toBe('step,time,text\n0,,"say ""hi"",\nplease"\n1,,"bye"\n');
});

test('a link on the way to a file leads nowhere', async () => {
  const path = await unpacked();
  const outside = temporaryFolder();
  writeFileSync(join(outside, 'note.txt'), 'secret');
  const note = (readdirSync(path, { recursive: true }) as string[]).find((name) =>
    name.endsWith('note.txt'),
  )!;
  rmSync(dirname(join(path, note)), { recursive: true });
  symlinkSync(outside, dirname(join(path, note)));
  const { runs } = await read(path);
  expect(rowOf(runs, 'bold-fox').artifacts.map(([name]) => name)).toEqual(['samples/0.png', 'samples/1.png']);
});

test('a folder with names like an export’s and nothing in it is none', async () => {
  const root = temporaryFolder();
  mkdirSync(join(root, 'data', `x-${'a'.repeat(16)}`), { recursive: true });
  writeFileSync(join(root, 'data', `x-${'a'.repeat(16)}`, 'y.parquet'), '');
  expect((await detectSources(root)).sources).toEqual([]);
});
