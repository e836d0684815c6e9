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
  ...['every-type-lz4.arrow', 'book.xlsx', 'every-type.h5', 'film.mp4', 'tone.wav'],
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
  ['every-type-lz4.arrow', [/Arrow table/, /15 rows, 42 columns/, /größe/]],
  [
    'book.xlsx',
    [/sheets: scores, notes & more, empty, hidden \(hidden\), chart/, /größe & <0>/, /60 rows, 7 columns/],
  ],
  ['every-type.h5', [/\/cube: int32 4 × 30 × 50/, /\/outside: link to \/x in the file/]],
  ['film.mp4', [/MP4 film/, /2\ss/, /video: H\.264, 160 × 120 px/, /audio: AAC, 16\skHz, 1 channel/]],
  ['tone.wav', [/1\.5\ss/, /audio: PCM/]],
])('peeks into %s', async (path, seen) => {
  const { stdout, exitCode } = await modelyard.run('runs', 'peek', 'bold-fox', path);
  expect(exitCode).toBe(0);
  for (const expected of seen) expect(stdout).toMatch(expected);
  expect(await modelyard.json('runs', 'peek', 'bold-fox', path)).toMatchObject({ path });
});

test('peeks into a sheet of a workbook and a dataset of an HDF5 file', async () => {
  const sheet = await modelyard.run('runs', 'peek', 'bold-fox', 'book.xlsx', '--inside', 'notes & more');
  expect(sheet.stdout).toMatch(/starts elsewhere/);
  const dataset = await modelyard.run('runs', 'peek', 'bold-fox', 'every-type.h5', '--inside', '/cube');
  expect(dataset.stdout).toMatch(/int32 4 × 30 × 50\n0 to 5\s999, mean 3\s000/);
  expect(dataset.stdout).toMatch(/units = mm/);
  const missing = await modelyard.run('runs', 'peek', 'bold-fox', 'every-type.h5', '--inside', '/none');
  expect(missing.exitCode).toBe(3);
});
