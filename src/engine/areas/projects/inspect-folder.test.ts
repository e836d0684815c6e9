import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { inspectFolder } from './inspect-folder.ts';

const fill = (files: Record<string, string>) => {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
};

describe('looking into a folder', () => {
  it('counts what matters, largest data first, passes over what is not the user’s, and writes nothing', async () => {
    const folder = fill({
      'small.csv': '1',
      'deep/down/large.PARQUET': '12345',
      'a.ipynb': '',
      'train.py': '',
      'm.onnx': '',
      'node_modules/x/data.csv': '123456789',
      '.git/objects/y.csv': '123456789',
      'mlruns/0/meta.yaml': '',
    });
    const before = readdirSync(folder, { recursive: true });
    const finding = await inspectFolder(folder);
    expect(finding).toMatchObject({
      kind: 'folder',
      notebooks: 1,
      scripts: 1,
      onnxFiles: 1,
      dataFileCount: 2,
    });
    expect(finding).toMatchObject({ hasGit: true, tools: [], writable: true });
    expect(finding.dataFiles.map(({ format, sizeBytes }) => [format, sizeBytes])).toEqual([
      ['parquet', 5],
      ['csv', 1],
    ]);
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });

  it('recognises what other tools left, wherever it lies, and offers none of their runs as data', async () => {
    const folder = fill({
      '.dvc/config': '',
      'features/feature_store.yaml': '',
      'checks/gx/great_expectations.yml': '',
      [`exports/data/p-${'0'.repeat(16)}/r-${'0'.repeat(16)}_part_0.parquet`]: '',
      'mlruns/1/artifacts/table.csv': '',
      'own.csv': '',
    });
    const finding = await inspectFolder(folder, [join(folder, 'mlruns')]);
    expect(finding.tools.map(({ tool, title }) => [tool, title]).sort()).toEqual([
      ['dvc', '.dvc'],
      ['feast', join('features', 'feature_store.yaml')],
      ['great-expectations', join('checks', 'gx', 'great_expectations.yml')],
    ]);
    expect(finding.dataFiles.map(({ path }) => path)).toEqual([join(folder, 'own.csv')]);
    expect((await inspectFolder(join(folder, 'mlruns'), [join(folder, 'mlruns')])).kind).toBe('folder');
  });

  it('tells an empty folder, a project, a file and nothing at all apart', async () => {
    const folder = fill({ file: '', 'project/.modelyard/project.db': '' });
    mkdirSync(join(folder, 'empty'));
    const kinds = ['empty', 'project', 'file', 'none'].map((name) => inspectFolder(join(folder, name)));
    expect((await Promise.all(kinds)).map(({ kind }) => kind)).toEqual([
      'empty',
      'project',
      'not-a-folder',
      'missing',
    ]);
  });

  it('stops after some thousand entries', async () => {
    const folder = temporaryFolder();
    for (let index = 0; index < 5200; index += 1) writeFileSync(join(folder, `${index}.csv`), '');
    const { dataFileCount, dataFiles } = await inspectFolder(folder);
    expect(dataFileCount).toBe(5000);
    expect(dataFiles).toHaveLength(50);
  });
});
