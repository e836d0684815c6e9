import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { RunRecreation } from '../../src/shared/model/run-recreation.ts';
import { addressOf, builtCommandLine, type CommandLine, createCommandLine } from '../support/command-line.ts';
import { csvOf } from '../support/open-test-engine.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

vi.setConfig({ testTimeout: 180_000 });

const rows = Array.from({ length: 200 }, (_, index) => ({
  tenure: (index * 37) % 60,
  zip: String(1000 + (index % 7)),
  plan: index % 3 === 0 ? 'monthly' : 'yearly',
  churn: (index * 37) % 60 < 25 === (index % 3 === 0 || index % 7 === 0) ? 'Yes' : 'No',
}));

interface Trained {
  readonly runId: string;
  readonly modelDigest: string;
}

/** A project below the root of a Git repository, with a clean commit. */
const prepare = async () => {
  const home = temporaryFolder();
  const repository = join(home, 'repository of mine');
  const project = join(repository, 'churn');
  mkdirSync(join(project, 'data'), { recursive: true });
  writeFileSync(join(project, 'data', 'customers.csv'), csvOf(rows));
  writeFileSync(join(project, 'train.py'), 'print(1)\n');
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...words], {
      cwd: repository,
      encoding: 'utf8',
    });
  git('init', '-q', '-b', 'main');
  git('add', 'churn/train.py');
  git('commit', '-qm', 'first');
  const modelyard = createCommandLine({ folder: project, userData: join(home, 'user data') });
  await modelyard.json('init');
  await modelyard.json('data', 'add', 'data/customers.csv', '--name', 'customers', '--type', 'zip=text');
  return { home, repository, project, git, modelyard };
};

const train = (modelyard: CommandLine): Promise<Trained> =>
  modelyard.json(
    'train',
    '--data',
    'customers',
    '--target',
    'churn',
    '--seed',
    '9',
    '--param',
    'num_rounds=15',
  );

/** Runs what a person would paste into a shell there. */
const runIn = (home: string, { projectFolder, command }: RunRecreation): void => {
  const programs = join(home, 'bin');
  mkdirSync(programs, { recursive: true });
  const shim = join(programs, 'modelyard');
  writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${builtCommandLine}' "$@"\n`);
  chmodSync(shim, 0o755);
  execFileSync('sh', ['-c', command ?? 'false'], {
    cwd: projectFolder,
    env: {
      ...process.env,
      PATH: `${programs}:${process.env.PATH}`,
      MODELYARD_USER_DATA: join(home, 'other user'),
    },
  });
};

test('A run that is laid out anew and started gives the same model, after code and data went on', async () => {
  const { home, repository, project, git, modelyard } = await prepare();
  appendFileSync(join(project, 'train.py'), 'print(2)\n');
  const first = await train(modelyard);
  git('commit', '-qam', 'second');
  appendFileSync(join(project, 'train.py'), 'print(3)\n');

  const folder = join(home, 'it is back');
  const recreation = await modelyard.json<RunRecreation>('runs', 'recreate', first.runId, '--out', folder);

  expect(recreation.parts.map(({ what, isMatched }) => [what, isMatched])).toEqual([
    ['code', true],
    ['changes', true],
    ['data', true],
    ['packages', true],
    ['command', true],
  ]);
  expect(recreation.projectFolder).toBe(join(folder, 'churn'));
  expect(readFileSync(join(folder, 'churn', 'train.py'), 'utf8')).toBe('print(1)\nprint(2)\n');
  runIn(home, recreation);
  const again = createCommandLine({ folder: recreation.projectFolder, userData: join(home, 'other user') });
  const [run] = (await again.json<{ runs: { id: string }[] }>('runs', 'list')).runs;
  const { artifacts, name } = await again.json<{
    name: string;
    artifacts: { path: string; digest: string }[];
  }>('runs', 'show', run!.id);
  expect(name).toBe((await modelyard.json<{ name: string }>('runs', 'show', first.runId)).name);
  expect(artifacts.find(({ path }) => path === 'model/model.onnx')?.digest).toBe(first.modelDigest);
  expect(git('worktree', 'list')).toContain('it is back');
  expect(existsSync(join(repository, 'it is back'))).toBe(false);
});

test('What cannot be matched is said, and a folder with files is left alone', async () => {
  const { home, project, modelyard } = await prepare();
  const { runId } = await train(modelyard);
  writeFileSync(join(project, 'data', 'customers.csv'), csvOf(rows.slice(1)));
  rmSync(join(home, 'repository of mine', '.git'), { recursive: true });

  const folder = join(home, 'partly');
  const { parts, command } = await modelyard.json<RunRecreation>('runs', 'recreate', runId, '--out', folder);
  expect(command).toBeNull();
  expect(parts.map(({ what, isMatched, text }) => [what, isMatched, text])).toEqual([
    ['code', false, expect.stringContaining('in no Git repository')],
    ['data', false, expect.stringContaining('was changed after it was added')],
    ['packages', true, expect.stringContaining('Node')],
    ['command', false, expect.stringContaining('data are missing')],
  ]);
  const notes = readFileSync(join(folder, 'recreated-run', 'README.md'), 'utf8');
  expect(notes).toContain('- Not matched. Data: customers@1 (training)');

  const refused = await modelyard.run('runs', 'recreate', runId, '--out', project);
  expect(refused.exitCode).not.toBe(0);
  expect(refused.stderr).toContain('is not empty');
  expect(readdirSync(project)).not.toContain('recreated-run');
});

test.each([
  ['a file', 'data/customers.csv', true],
  ['a folder', 'data', false],
])('%s that the commit holds as a link is never written through', async (_, linked, isMatched) => {
  const { home, project, git, modelyard } = await prepare();
  const elsewhere = join(home, 'kept elsewhere');
  cpSync(join(project, linked), elsewhere, { recursive: true });
  rmSync(join(project, linked), { recursive: true });
  symlinkSync(elsewhere, join(project, linked));
  git('add', 'churn/data');
  git('commit', '-qm', 'a link');
  await modelyard.json('data', 'add', 'data/customers.csv', '--name', 'kept', '--copy');
  const { runId } = await modelyard.json<Trained>('train', '--data', 'kept', '--target', 'churn');
  const current = join(project, 'data', 'customers.csv');
  writeFileSync(current, 'what came later');

  const folder = join(home, 'again');
  const { parts } = await modelyard.json<RunRecreation>('runs', 'recreate', runId, '--out', folder);

  expect(parts.find(({ what }) => what === 'data')?.isMatched).toBe(isMatched);
  expect(readFileSync(current, 'utf8')).toBe('what came later');
  if (isMatched)
    expect(readFileSync(join(folder, 'churn', 'data', 'customers.csv'), 'utf8')).toBe(csvOf(rows));
});

test('The program of a client’s run is named from the new folder', async () => {
  const { home, project, modelyard } = await prepare();
  const server = modelyard.start('--json', 'track');
  const address = await addressOf(server);
  const response = await fetch(`${address}/api/2.0/mlflow/runs/create`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      experiment_id: '0',
      run_name: 'by a script',
      tags: [{ key: 'mlflow.source.name', value: join(project, 'train it.py') }],
    }),
  });
  expect(response.status).toBe(200);
  server.kill('SIGINT');
  await once(server, 'exit');
  const folder = join(home, 'again');
  const { command } = await modelyard.json<RunRecreation>('runs', 'recreate', 'by a script', '--out', folder);
  expect(command).toBe(`python 'train it.py'`);
});
