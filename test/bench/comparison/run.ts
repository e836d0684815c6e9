/**
 * Comparing at size, through the real engine and its curve worker: ten histories of a million points, zoomed; 200 runs side by side.
 * node test/bench/comparison/run.ts [--points 1000000] [--repeats 15]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEngine } from '../../../src/engine/host/in-process.ts';
import { fillProject } from './make-project.ts';

const { values: options } = parseArgs({
  options: { points: { type: 'string', default: '1000000' }, repeats: { type: 'string', default: '15' } },
});
const points = Number(options.points);
const repeats = Number(options.repeats);
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

const folder = await mkdtemp(join(tmpdir(), 'modelyard-bench-comparison-'));
const project = join(folder, 'project');
const engine = await openEngine({
  ...{ background: false, actor: 'benchmark' },
  userDataFolder: join(folder, 'user-data'),
});

/** Milliseconds until the answer is here, and the answer. */
const ask = async (command: 'runs.curves' | 'runs.compare' | 'runs.curveKeys', input: object) => {
  const startedAt = performance.now();
  const answer = await engine.call(command, project, input as never);
  return { ms: performance.now() - startedAt, answer };
};

try {
  await engine.call('projects.create', undefined, { folder: project });
  console.error(`Ten histories of ${points} points, 200 runs with 150 parameters and 20 metrics`);
  const { long, wide } = fillProject(project, {
    ...{ longRuns: 10, points, wideRuns: 200, parameters: 150, metrics: 20 },
  });
  const curves = (from: number, to: number) => ({
    runs: long,
    keys: ['loss'],
    width: 1000,
    ...(to < points && { window: { from, to } }),
  });
  console.log(
    `${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}\n`,
  );
  console.log('| asked for | first, ms | again (median), ms | slowest, ms |\n|---|--:|--:|--:|');
  const windows: [string, (repeat: number) => object][] = [
    ['10 curves of all points', () => curves(0, points)],
    [
      'a tenth, another place each time',
      (repeat) => curves((repeat * points) / 20, (repeat * points) / 20 + points / 10),
    ],
    [
      'a thousandth, another place each time',
      (repeat) => curves((repeat * points) / 20, (repeat * points) / 20 + points / 1000),
    ],
  ];
  for (const [what, input] of windows) {
    const times: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat += 1)
      times.push((await ask('runs.curves', input(repeat))).ms);
    printRow(what, times);
  }
  const times: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1)
    times.push((await ask('runs.compare', { runs: wide })).ms);
  printRow('200 runs compared', times);
} finally {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
}

function printRow(what: string, times: readonly number[]): void {
  const [first = Number.NaN, ...others] = times;
  const cells = [first, median(others), Math.max(...others)].map((value) => value.toFixed(0));
  console.log(`| ${[what, ...cells].join(' | ')} |`);
}
