// How long it takes until linked runs stand in the table, and until they do again when the project is opened later:
// npm run bench -- linked-runs [RUNS [PARAMETERS [STEPS]]]
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '../../../src/engine/host/in-process.ts';
import type { CommandInput, CommandOutput, EngineCommandName } from '../../../src/shared/contract/index.ts';
import { makeTree } from '../foreign-runs/make-tree.ts';

const [runs = 1500, parameters = 150, steps = 20] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'modelyard-bench-link-'));
const source = join(folder, 'mlruns');
const project = join(folder, 'project');

const open = async (command: 'projects.create' | 'projects.open') => {
  const engine = await openEngine({
    background: false,
    actor: 'bench',
    userDataFolder: join(folder, 'user'),
  });
  await engine.call(command, undefined, { folder: project });
  const call = <Name extends EngineCommandName>(name: Name, input: CommandInput<Name>) =>
    engine.call(name, project, input) as Promise<CommandOutput<Name>>;
  return { call, close: () => engine.close() };
};

const timed = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
  const startedAt = performance.now();
  const result = await work();
  console.log(`${name.padEnd(44)} ${((performance.now() - startedAt) / 1000).toFixed(2)} s`);
  return result;
};

const everyMs = 20;

/** The longest that the engine's other work had to wait: what a window feels while it goes on. */
const longestWait = async (work: Promise<unknown>): Promise<number> => {
  let longest = 0;
  let isOver = false;
  void work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    const startedAt = performance.now();
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    longest = Math.max(longest, performance.now() - startedAt - everyMs);
  }
  return longest;
};

try {
  await timed('making the folder', async () =>
    makeTree(source, { runs, parameters, steps, runsInExperiment: 1500 }),
  );
  console.log(
    `${runs} runs × ${parameters} parameters × ${steps} steps, ${availableParallelism()} processors`,
  );
  const first = await open('projects.create');
  await timed('linking', async () => {
    await first.call('foreignRuns.link', { format: 'mlflow-folder', path: source });
    const reading = first.call('foreignRuns.refresh', {});
    const waited = await longestWait(reading);
    console.log(`longest wait of other work ${waited.toFixed(0)} ms`);
  });
  await timed('the first page of the table', () =>
    first.call('runs.list', {
      filter: "source = 'mlruns'",
      columns: ['source', 'params.parameter_7', 'metrics.loss'],
    }),
  );
  await timed('reading again, nothing has changed', () => first.call('foreignRuns.refresh', {}));
  await first.close();
  const later = await timed('opening the project later, with its first page', async () => {
    const opened = await open('projects.open');
    const { total } = await opened.call('runs.list', {
      columns: ['source', 'params.parameter_7', 'metrics.loss'],
    });
    if (total !== runs) throw new Error(`There are ${total} runs.`);
    return opened;
  });
  await timed('unlinking', () => later.call('foreignRuns.unlink', { source: 'mlruns' }));
  await later.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
