import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Collected, collectRows } from '../../../../../test/fixtures/foreign-runs/collect-rows.ts';
import { temporaryFolder } from '../../../../../test/support/temporary-folder.ts';
import { readMlflowFolder } from './read-mlflow-folder.ts';
import { createRunFolderPool, readRunFoldersHere } from './run-folder-pool.ts';

const read = (root: string): Promise<Collected> => collectRows(readMlflowFolder(root, readRunFoldersHere));

const write = (path: string, text: string | Uint8Array): void => {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
};

const experiment = (root: string, id = '1'): string => {
  write(join(root, id, 'meta.yaml'), `artifact_location: ./mlruns/${id}\nexperiment_id: ${id}\nname: one\n`);
  return join(root, id);
};

const run = (root: string, id = 'a'.repeat(32), more = ''): string => {
  const folder = join(root, '1', id);
  write(
    join(folder, 'meta.yaml'),
    `artifact_uri: ./mlruns/1/${id}/artifacts\nexperiment_id: 1\nrun_uuid: ${id}\nstatus: 3\nstart_time: 5\n${more}`,
  );
  return folder;
};

const reasons = ({ skipped }: Collected) =>
  skipped.map(({ subject, reason, file, line }) => [subject, reason, file.split('/').at(-1), line]);

describe('what old and new versions write', () => {
  test('fields of runs before 1.0: number as experiment, run_uuid, name and source as fields', async () => {
    const root = temporaryFolder();
    experiment(root);
    run(
      root,
      'b'.repeat(32),
      'name: old\nsource_name: train.py\nsource_version: abc\nend_time: 7\ntags: []\n',
    );
    const [row] = (await read(root)).runs;
    expect(row?.run).toMatchObject({
      experimentId: '1',
      name: 'old',
      status: 'finished',
      endedAtMs: 7,
      stage: 'active',
    });
    expect(row?.tags).toEqual({ 'mlflow.source.git.commit': 'abc', 'mlflow.source.name': 'train.py' });
  });

  test('lines of 2, 3 and 5 fields, all with their steps', async () => {
    const root = temporaryFolder();
    experiment(root);
    const folder = run(root);
    write(
      join(folder, 'metrics', 'auc'),
      '10 0.5\n11 0.25 3\n12 1e-05 4 my data d1\n13 nan -5\n14 -inf 6 x d2\n15 0.75',
    );
    const items = [];
    for await (const item of readMlflowFolder(root, readRunFoldersHere))
      if (item.kind === 'metric') items.push(item);
    expect(items.map(({ dataset, points }) => [dataset, [...points.steps], [...points.values]])).toEqual([
      [null, [0, 3], [0.5, 0.25]],
      [{ name: 'my data', digest: 'd1' }, [4], [1e-5]],
      [null, [-5], [Number.NaN]],
      [{ name: 'x', digest: 'd2' }, [6], [Number.NEGATIVE_INFINITY]],
      [null, [0], [0.75]],
    ]);
  });

  test('a metric file of any length comes in pieces', async () => {
    const root = temporaryFolder();
    experiment(root);
    const folder = run(root);
    const lines = Array.from(
      { length: 150_000 },
      (_, step) => `${1_700_000_000_000 + step} ${step / 7} ${step}\n`,
    );
    write(join(folder, 'metrics', 'loss'), lines.join(''));
    const sizes: number[] = [];
    let next = 0;
    for await (const item of readMlflowFolder(root, readRunFoldersHere)) {
      if (item.kind !== 'metric') continue;
      sizes.push(item.points.steps.length);
      for (const [index, step] of item.points.steps.entries()) {
        expect(step).toBe(next);
        expect(item.points.values[index]).toBe(next / 7);
        next += 1;
      }
    }
    expect(sizes).toEqual([65_536, 65_536, 150_000 - 2 * 65_536]);
  });

  test('artifacts that lie somewhere else are named, and never listed from outside', async () => {
    const root = temporaryFolder();
    const outside = temporaryFolder();
    experiment(root);
    const id = 'c'.repeat(32);
    write(join(outside, id, 'artifacts', 'secret.txt'), 'no');
    const folder = run(root, id);
    write(
      join(folder, 'meta.yaml'),
      `artifact_uri: ${pathToFileURL(join(outside, id, 'artifacts'))}\nexperiment_id: 1\nrun_id: ${id}\n`,
    );
    const hidden = await read(root);
    expect(hidden.runs[0]?.artifacts).toEqual([]);
    expect(reasons(hidden)).toEqual([
      ['artifact', expect.stringContaining('outside of what was opened'), id, null],
    ]);
    const shown = await collectRows(
      readMlflowFolder(root, readRunFoldersHere, { artifactFolders: [outside] }),
    );
    expect(shown.runs[0]?.artifacts).toEqual([['secret.txt', 2]]);
  });
});

describe('what is damaged or hostile is skipped with its place, and the rest is read', () => {
  test('lines of a metric file', async () => {
    const root = temporaryFolder();
    experiment(root);
    const folder = run(root);
    write(
      join(folder, 'metrics', 'm'),
      '1 2 3\nx 2 3\n1 0x10 3\n1 2 3.5\n1 2 3 4\n1 2 9007199254740993\n7 8 9\n',
    );
    const collected = await read(root);
    expect(collected.runs[0]?.metrics.m?.map(([step]) => step)).toEqual([3, 9]);
    expect(reasons(collected)).toEqual([
      ['metric-point', 'The time is no whole number.', 'm', 2],
      ['metric-point', 'The value is no number.', 'm', 3],
      ['metric-point', 'The step is no whole number within ±2^53.', 'm', 4],
      ['metric-point', 'It has 4 fields, which MLflow never writes.', 'm', 5],
      ['metric-point', 'The step is no whole number within ±2^53.', 'm', 6],
    ]);
  });

  test('links, bytes that are no text, and values without end', async () => {
    const root = temporaryFolder();
    const outside = join(temporaryFolder(), 'secret');
    write(outside, 'secret');
    experiment(root);
    const folder = run(root);
    write(join(folder, 'params', 'good'), '1');
    write(join(folder, 'params', 'bytes'), Uint8Array.of(0x61, 0xff));
    write(join(folder, 'params', 'replacement'), '\uFFFD is a letter too');
    write(join(folder, 'params', 'endless'), 'x'.repeat(1024 * 1024 + 1));
    symlinkSync(outside, join(folder, 'params', 'link'));
    mkdirSync(join(folder, 'artifacts'));
    symlinkSync(outside, join(folder, 'artifacts', 'link'));
    symlinkSync(join(outside, '..'), join(folder, 'artifacts', 'folder'));
    const collected = await read(root);
    expect(collected.runs[0]?.parameters).toEqual({ good: '1', replacement: '\uFFFD is a letter too' });
    expect(collected.runs[0]?.artifacts).toEqual([]);
    expect(reasons(collected)).toMatchObject([
      ['parameter', 'It is not UTF-8 text.', 'bytes', null],
      ['parameter', expect.stringContaining('more than 1048576 are not read'), 'endless', null],
      ['parameter', expect.stringContaining('link'), 'link', null],
      ['artifact', expect.stringContaining('link'), 'folder', null],
      ['artifact', expect.stringContaining('link'), 'link', null],
    ]);
  });

  test('a meta.yaml that is missing, foreign, empty, no YAML, or expands without end', async () => {
    const root = temporaryFolder();
    experiment(root);
    const bomb = [
      'a: &a [x]',
      ...'bcdefghij'
        .split('')
        .map((name, index) => `${name}: &${name} [${`*${'abcdefghij'[index]},`.repeat(9)}]`),
    ];
    const bad: [string, string][] = [
      ['1'.repeat(32), ''],
      ['2'.repeat(32), 'run_id: [unclosed'],
      ['3'.repeat(32), bomb.join('\n')],
      ['4'.repeat(32), `run_id: ${'5'.repeat(32)}\nexperiment_id: 1\n`],
      ['6'.repeat(32), `run_id: ${'6'.repeat(32)}\nexperiment_id: 2\n`],
      ['7'.repeat(32), `run_id: ${'7'.repeat(32)}\nexperiment_id: 1\nstatus: 9\n`],
    ];
    for (const [id, meta] of bad) write(join(root, '1', id, 'meta.yaml'), meta);
    mkdirSync(join(root, '1', '8'.repeat(32), 'artifacts'), { recursive: true });
    write(join(root, '..evil', 'meta.yaml'), 'experiment_id: ..evil\n');
    run(root);
    const collected = await read(root);
    expect(collected.runs).toHaveLength(1);
    expect(reasons(collected).map(([subject, reason]) => `${subject}: ${reason}`)).toMatchObject([
      'experiment: The name of its folder is no experiment id.',
      'run: It is empty.',
      expect.stringMatching(/^run: It is not YAML/),
      'run: It is of run (none), not of this folder’s.',
      `run: It is of run ${'5'.repeat(32)}, not of this folder’s.`,
      'run: It is of experiment 2, but lies in 1; MLflow ignores such a run.',
      'run: Its status is none of MLflow’s.',
      expect.stringContaining('holds artifacts only'),
    ]);
  });

  test.skipIf(process.getuid?.() === 0)('what the system does not let us read', async () => {
    const root = temporaryFolder();
    experiment(root);
    const folder = run(root);
    write(join(folder, 'params', 'p'), '1');
    chmodSync(join(folder, 'params', 'p'), 0);
    expect(reasons(await read(root))).toMatchObject([['parameter', 'The system refuses to open it.']]);
  });
});

test('several threads give the same as one', async () => {
  const root = temporaryFolder();
  experiment(root);
  for (let index = 0; index < 200; index += 1) {
    const folder = run(root, index.toString(16).padStart(32, '0'));
    write(join(folder, 'params', 'p'), String(index));
    write(join(folder, 'metrics', 'm'), `1 ${index} 0\n`);
  }
  const program = new URL('./run-folder-worker.ts', import.meta.url);
  const pooled = await collectRows(readMlflowFolder(root, createRunFolderPool(program)));
  expect(pooled.runs).toHaveLength(200);
  expect(pooled).toEqual(await read(root));
});

test('threads end when the reader stops early', async () => {
  const root = temporaryFolder();
  experiment(root);
  for (let index = 0; index < 200; index += 1) run(root, index.toString(16).padStart(32, '0'));
  const controller = new AbortController();
  const program = new URL('./run-folder-worker.ts', import.meta.url);
  const items = readMlflowFolder(root, createRunFolderPool(program), { signal: controller.signal });
  await expect(
    (async () => {
      for await (const item of items) if (item.kind === 'run') controller.abort();
    })(),
  ).rejects.toMatchObject({ name: 'AbortError' });
});
