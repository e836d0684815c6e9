// How long it takes until linked runs stand in the table, and until they do again when the project is opened later:
// npm run bench -- linked-runs [folder | database] [RUNS [PARAMETERS [STEPS [METRICS]]]]
// An mlruns folder by default; of a database the whole goal is 75000 150 20 4, which takes some 5 GB beside the temporary files.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '../../../src/engine/host/in-process.ts';
import type { CommandInput, CommandOutput, EngineCommandName } from '../../../src/shared/contract/index.ts';
import { addRuns, makeDatabase } from '../foreign-runs/make-database.ts';
import { makeTree } from '../foreign-runs/make-tree.ts';

const kinds = { folder: 'mlflow-folder', database: 'mlflow-database' } as const;
const given = process.argv.slice(2);
const kind = given[0] === 'database' || given[0] === 'folder' ? given[0] : 'folder';
const [runs = 1500, parameters = 150, steps = 20, metrics = 4] = given
  .filter((word) => word !== kind)
  .map(Number);
const addedRuns = 100;
const size = { runs, parameters, steps, metrics, runsInExperiment: 1500 };
const folder = mkdtempSync(join(tmpdir(), 'modelyard-bench-link-'));
const title = kind === 'database' ? 'mlflow.db' : 'mlruns';
const source = join(folder, title);
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

const loadNow = (): string => loadavg()[0]?.toFixed(1) ?? '';

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
  await timed(`making the ${kind}`, async () =>
    kind === 'database' ? makeDatabase(source, size) : makeTree(source, size),
  );
  console.log(
    `${runs} runs × ${parameters} parameters × ${kind === 'database' ? `${metrics} metrics × ` : ''}${steps} steps, ${availableParallelism()} processors, load ${loadNow()}`,
  );
  const first = await open('projects.create');
  await timed('linking', async () => {
    await first.call('foreignRuns.link', { format: kinds[kind], path: source });
    const reading = first.call('foreignRuns.refresh', {});
    const waited = await longestWait(reading);
    console.log(`longest wait of other work ${waited.toFixed(0)} ms`);
  });
  await timed('the first page of the table', () =>
    first.call('runs.list', {
      filter: `source = '${title}'`,
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
  if (kind === 'database') {
    // An engine looks at everything once; from then on it looks for what was added.
    await timed('reading again, as an engine does it first', () => later.call('foreignRuns.refresh', {}));
    await timed('reading again, nothing has changed', () => later.call('foreignRuns.refresh', {}));
    addRuns(source, size, { first: runs, count: addedRuns });
    await timed(`reading again, with ${addedRuns} more runs`, async () => {
      const [read] = (await later.call('foreignRuns.refresh', {})).sources;
      if (read?.runs !== runs + addedRuns) throw new Error(`There are ${read?.runs} runs.`);
    });
  }
  console.log(
    `load ${loadNow()}, project.db ${(statSync(join(project, '.modelyard', 'project.db')).size / 1e6).toFixed(0)} MB`,
  );
  await timed('unlinking', () => later.call('foreignRuns.unlink', { source: title }));
  await later.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
