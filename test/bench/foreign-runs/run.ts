// How long an mlruns folder takes to be read, beside merely reading all of its files: npm run bench -- foreign-runs [RUNS [PARAMETERS [STEPS]]]
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createForeignRuns } from '../../../src/engine/adapters/foreign-runs/create-foreign-runs.ts';
import type { KnownUnit } from '../../../src/engine/ports/foreign-runs.ts';
import { makeTree } from './make-tree.ts';

const [runs = 1500, parameters = 150, steps = 20] = process.argv.slice(2).map(Number);
/** The size that a team of a few years has; reading grows with the number of files. */
const wholeRuns = 75_000;

const root = join(tmpdir(), `modelyard-bench-mlruns-${runs}-${parameters}-${steps}`);
const program = new URL(
  '../../../src/engine/adapters/foreign-runs/mlflow-folder/run-folder-worker.ts',
  import.meta.url,
);

/** Wall time says how it feels; processor time of all threads is worth comparing on a machine that does other things too. */
interface Times {
  readonly wall: number;
  readonly processor: number;
}

const timed = async (work: () => Promise<void> | void): Promise<Times> => {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: (performance.now() - startedAt) / 1000, processor: (user + system) / 1e6 };
};

/** Nothing but the system calls: list every folder, open, read and close every file. */
const readBytes = (folder: string): void => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) readBytes(path);
    else readFileSync(path);
  }
};

const readItems = async (options: { runFolderWorker?: URL }): Promise<void> => {
  const counts = { run: 0, parameters: 0, points: 0 };
  for await (const item of createForeignRuns(options).read({ format: 'mlflow-folder', path: root })) {
    if (item.kind === 'run') counts.run += 1;
    else if (item.kind === 'parameters') counts.parameters += item.entries.length;
    else if (item.kind === 'metric') counts.points += item.points.steps.length;
  }
  const isComplete =
    counts.run === runs && counts.parameters === runs * parameters && counts.points === runs * steps;
  if (!isComplete) throw new Error(`Read ${JSON.stringify(counts)}.`);
};

/** As a linked source is read; answers what is known then. */
const readChanges = async (known: ReadonlyMap<string, KnownUnit>): Promise<Map<string, KnownUnit>> => {
  const foreignRuns = createForeignRuns({ runFolderWorker: program });
  const units = new Map(known);
  for await (const change of foreignRuns.readChanges({ format: 'mlflow-folder', path: root }, known))
    if (change.kind === 'unit-end') units.set(change.unit, change);
  return units;
};

const report = (name: string, { wall, processor }: Times): void => {
  const whole = (seconds: number) => `${((seconds / runs) * wholeRuns).toFixed(0)} s`;
  console.log(
    `${name.padEnd(26)} ${wall.toFixed(2)} s wall, ${processor.toFixed(2)} s processor; for ${wholeRuns} runs ${whole(wall)} and ${whole(processor)}`,
  );
};

try {
  makeTree(root, { runs, parameters, steps, runsInExperiment: 1500 });
  console.log(
    `${runs} runs × ${parameters} parameters × ${steps} steps, ${availableParallelism()} processors, files in the system’s cache`,
  );
  readBytes(root);
  report('bytes only, one thread', await timed(() => readBytes(root)));
  report('reader, one thread', await timed(() => readItems({})));
  report('reader, several threads', await timed(() => readItems({ runFolderWorker: program })));
  let known = new Map<string, KnownUnit>();
  const linking = async () => {
    known = await readChanges(known);
  };
  report('linked, all is new', await timed(linking));
  report('linked, nothing has changed', await timed(linking));
  const foreignRuns = createForeignRuns();
  const lively = [...known.keys()].slice(-40);
  report(
    'a look',
    await timed(async () => void (await foreignRuns.look({ format: 'mlflow-folder', path: root }, lively))),
  );
} finally {
  rmSync(root, { recursive: true, force: true });
}
