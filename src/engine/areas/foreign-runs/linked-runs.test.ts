import { createHash } from 'node:crypto';
import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { unpackDatabase, unpackFolder } from '../../../../test/fixtures/foreign-runs/unpack.ts';
import { openEngineProject, type TestProject } from '../../../../test/support/open-test-engine.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import type { ForeignFormat, LinkedSource } from '../../../shared/model/foreign-runs.ts';

vi.setConfig({ testTimeout: 180_000 });

/** Everything that could be seen of a folder: names, links, rights, times and bytes. */
export const hashOfFolder = (folder: string): string => {
  const hash = createHash('sha256');
  for (const name of (readdirSync(folder, { recursive: true }) as string[]).sort()) {
    const path = join(folder, name);
    const status = lstatSync(path);
    hash.update(`${name} ${status.mode} ${status.mtimeMs} `);
    if (status.isFile()) hash.update(readFileSync(path));
    if (status.isSymbolicLink()) hash.update(readlinkSync(path));
  }
  return hash.digest('hex');
};

const link = async (project: TestProject, format: ForeignFormat, path: string): Promise<LinkedSource> => {
  const { title } = await project.call('foreignRuns.link', { format, path });
  const { sources } = await project.call('foreignRuns.refresh', { sources: [title] });
  const [source] = sources;
  if (source === undefined) throw new Error('It is not linked.');
  return source;
};

const sources: [string, ForeignFormat, (folder: string) => Promise<string>, number][] = [
  ['an mlruns folder', 'mlflow-folder', (folder) => unpackFolder('mlruns', folder), 5],
  ['a database', 'mlflow-database', async (folder) => unpackDatabase('3.17', folder), 5],
  ['Weights & Biases', 'wandb', (folder) => unpackFolder('wandb', folder), 2],
  ['event files', 'tensorboard', (folder) => unpackFolder('tensorboard', folder), 3],
];

test.each(sources)('%s', async (_, format, unpack) => {
  const project = await openEngineProject();
  const elsewhere = temporaryFolder();
  const path = await unpack(elsewhere);
  const before = hashOfFolder(elsewhere);
  const source = await link(project, format, path);
  console.log(JSON.stringify(source, null, 1));
  console.log(JSON.stringify(project.rowCounts()));
  const { runs } = await project.call('runs.list', {
    filter: `source = '${source.title}'`,
    columns: ['source', 'artifact_size'],
  });
  console.log(JSON.stringify(runs));
  for (const { id } of runs) {
    const detail = await project.call('runs.get', { run: id });
    for (const { path } of detail.artifacts)
      console.log(
        path,
        JSON.stringify(await project.call('runs.readArtifact', { run: id, path })).slice(0, 100),
      );
  }
  expect(hashOfFolder(elsewhere)).toBe(before);
  console.log(JSON.stringify(await project.call('foreignRuns.unlink', { source: source.title })));
  console.log(JSON.stringify(project.rowCounts()));
});
