import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeArtifactProject } from '../support/artifact-project.ts';
import { type CommandLine, createCommandLine } from '../support/command-line.ts';

/** Files of a run through the built command line. */

const fixture = (name: string) => readFileSync(new URL(`../fixtures/artifacts/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'modelyard-artifacts-'));
const names = [
  'branches.onnx',
  'several.npz',
  'scores.parquet',
  'weights.safetensors',
  'archive.zip',
  'alpha.png',
];
let modelyard: CommandLine;
beforeAll(async () => {
  const files = {
    ...Object.fromEntries(names.map((name) => [name, fixture(name)])),
    'notes/größe.txt': 'one\ntwo\n',
    'scores.csv': 'name,score\nb,2\na,10\n',
    'model.pkl': Uint8Array.of(0x80, 4, 0x95, 0),
  };
  await makeArtifactProject(folder, [{ run: '1'.repeat(32), name: 'bold-fox', files }]);
  modelyard = createCommandLine({ folder, userData: join(folder, 'user-data') });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('lists the files of a run', async () => {
  const listed = await modelyard.json<{ path: string }[]>('runs', 'artifacts', 'bold-fox');
  expect(listed.map(({ path }) => path)).toContain('notes/größe.txt');
  expect((await modelyard.run('runs', 'artifacts', 'bold-fox')).stdout).toMatch(/scores\.csv +20\sB/);
});

test('writes a file to standard output as it is, or its beginning as JSON', async () => {
  expect((await modelyard.run('runs', 'cat', 'bold-fox', 'notes/größe.txt')).stdout).toBe('one\ntwo\n');
  expect(await modelyard.json('runs', 'cat', 'bold-fox', 'scores.csv')).toMatchObject({
    ...{ path: 'scores.csv', text: 'name,score\nb,2\na,10\n', sizeBytes: 20, isTruncated: false },
  });
  const missing = await modelyard.run('runs', 'cat', 'bold-fox', '../project.db');
  expect([missing.exitCode, missing.stdout]).toEqual([3, '']);
});

test.each([
  [
    'branches.onnx',
    [
      /modelyard-fixtures/,
      /input image: float batch × 3 × 8 × 8/,
      /5 nodes: Conv 1, Relu 1/,
      /114 parameters/,
    ],
  ],
  ['several.npz', [/weights: float32, 6 × 5, C order/, /mean/, /labels: int64/]],
  ['scores.parquet', [/3\u00a0000 rows, 3 columns/]],
  ['scores.csv', [/name +score/, /2 rows, 2 columns/]],
  ['weights.safetensors', [/layer\.weight: F32 2 × 3/, /8 parameters/]],
  ['archive.zip', [/notes\/größe\.txt/, /lead out of the folder/]],
  ['notes/größe.txt', [/Text, 8\sB/, /^two$/m]],
  ['alpha.png', [/PNG image/]],
  ['model.pkl', [/pickle runs code/]],
])('peeks into %s', async (path, seen) => {
  const { stdout, exitCode } = await modelyard.run('runs', 'peek', 'bold-fox', path);
  expect(exitCode).toBe(0);
  for (const expected of seen) expect(stdout).toMatch(expected);
  expect(await modelyard.json('runs', 'peek', 'bold-fox', path)).toMatchObject({ path });
});
