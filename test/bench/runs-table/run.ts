// The table of 75,000 runs, in the engine and in the real window: npm run bench -- runs-table [FOLDER [REPETITIONS]]
// FOLDER is made when it is not there, which takes a minute or two, and stays for the next time.
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureEngine } from './engine-times.ts';
import { fullSize, makeProject } from './make-project.ts';
import { measureWindow } from './window-times.ts';

const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'modelyard-runs-table-'));
const repetitions = Number(process.argv[3] ?? 3);

if (!existsSync(join(folder, '.modelyard'))) {
  const startedAt = performance.now();
  mkdirSync(folder, { recursive: true });
  makeProject(folder, fullSize);
  console.log(`Made ${folder} in ${Math.round((performance.now() - startedAt) / 1000)} s.`);
}

console.log(
  `\n${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}\n`,
);
console.log('| the engine is asked for | first, ms | again, ms | processor, ms |\n|---|--:|--:|--:|');
for (const { what, firstMs, againMs, processorMs } of await measureEngine(folder, repetitions))
  console.log(`| ${what} | ${firstMs.toFixed(0)} | ${againMs.toFixed(0)} | ${processorMs.toFixed(0)} |`);

const times = await measureWindow(folder);
const inTurn = (times: readonly number[]) => times.map((time) => time.toFixed(0)).join(', ');
console.log('\n| in the window | |\n|---|--:|');
console.log(`| from the click on Runs to rows | ${times.firstRowsMs.toFixed(0)} ms |`);
console.log(`| from the last key of a filter to its count, in turn | ${inTurn(times.filterMs)} ms |`);
for (const [columns, { sortMs, wheel, drag }] of Object.entries({
  'usual columns': times.usual,
  'fifty columns': times.fifty,
})) {
  console.log(`| ${columns}: from the click on a header to the new order, in turn | ${inTurn(sortMs)} ms |`);
  for (const [what, scroll] of Object.entries({
    'scrolling, 100 rows/s': wheel,
    'dragging, 2,000 rows/s': drag,
  }))
    console.log(
      `| ${columns}: ${what}: frames/s, slower than 34 ms, processor per frame | ${scroll.framesPerSecond.toFixed(0)}, ${(100 * scroll.slowFrames).toFixed(0)} %, ${scroll.processorMsPerFrame.toFixed(1)} ms |`,
    );
}
console.log(`| heap of the page, everything ticked | ${(times.heapBytes / 1e6).toFixed(0)} MB |`);
