import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ForeignFormat, LinkedSource } from '../../src/shared/model/foreign-runs.ts';
import type { TestProject } from './open-test-engine.ts';

/** Linked sources as tests use them. */

export type Calls = Pick<TestProject, 'call'>;

/** Reads it again, to its end. */
export const refresh = async ({ call }: Calls, title: string): Promise<LinkedSource> => {
  const { sources } = await call('foreignRuns.refresh', { sources: [title] });
  const [source] = sources;
  if (source === undefined) throw new Error(`${title} is not linked.`);
  return source;
};

/** Links a source, and waits until it is read. */
export const link = async (project: Calls, format: ForeignFormat, path: string): Promise<LinkedSource> => {
  const { title } = await project.call('foreignRuns.link', { format, path });
  return refresh(project, title);
};

/** The runs of the table, by name, with what their column `source` says. */
export const table = async ({ call }: Calls, filter = '', deleted = false) =>
  (await call('runs.list', { filter, deleted, columns: ['source'], orderBy: [{ key: 'name' }] })).runs;

/** The folder of a run in an `mlruns` folder. */
export const runFolderOf = (root: string, name: string): string => {
  const found = (readdirSync(root, { recursive: true }) as string[]).find(
    (path) =>
      path.endsWith('mlflow.runName') &&
      readFileSync(join(root, path), 'utf8') === name &&
      !path.includes('models'),
  );
  if (found === undefined) throw new Error(`There is no run ${name}.`);
  return join(root, found, '..', '..');
};
