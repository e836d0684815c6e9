/**
 * How quickly the window starts, how much memory all its processes take, and how long its thread is ever busy while a model is trained.
 * npm run bench -- window [--persons 2] [--starts 3]; on a virtual display where there is none.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hasDisplay, startVirtualDisplay } from '../../../scripts/bootstrap/display.mjs';
import { type LaunchedWindow, launchWindow, memoryBytes, processTree } from '../../support/launch-window.ts';
import { type Task, tasksDuring } from './main-thread-tasks.ts';

const { values: options } = parseArgs({
  options: {
    /** Each starts with an empty folder of user data: the first start has no compiled code from before. */
    persons: { type: 'string', default: '2' },
    starts: { type: 'string', default: '3' },
  },
});
const rounds = 1500;
const restMs = 3000;

interface Figures {
  readonly startMs: number;
  readonly memory: number;
  readonly tasks: readonly Task[];
}

const measureStart = async (folder: string): Promise<Figures> => {
  const startedAtMs = performance.now();
  const window = await launchWindow(['--sample'], { folder });
  try {
    await window.page.getByText('4 datasets').waitFor();
    const startMs = performance.now() - startedAtMs;
    // What is loaded behind a first look is there as well.
    await window.page.waitForTimeout(restMs);
    const memory = memoryBytes(processTree(window.application.process().pid!));
    return { startMs, memory, tasks: await tasksDuring(window.application, () => train(window)) };
  } finally {
    // Not window.close(): the next start is to find what this one leaves.
    await window.application.close();
  }
};

const train = async ({ page }: LaunchedWindow): Promise<void> => {
  await page.getByRole('navigation').getByRole('button', { name: 'Train' }).click();
  await page.getByRole('radio', { name: 'Gradient-boosted trees' }).click();
  await page.getByText('Parameters').click();
  await page.getByRole('spinbutton', { name: 'rounds' }).first().fill(String(rounds));
  const form = page.getByRole('main', { name: 'Train' });
  await form.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: 'Open run' }).waitFor({ timeout: 300_000 });
};

const longest = (tasks: readonly Task[], kind: keyof Task): string =>
  `${Math.round(Math.max(...tasks.map((task) => task[kind])))} ms`;

const virtual = hasDisplay() ? undefined : await startVirtualDisplay();
if (virtual !== undefined) process.env.DISPLAY = virtual.display;
try {
  console.log('| start | until the overview | memory (PSS) | longest task | its processor time |');
  console.log('|---|--:|--:|--:|--:|');
  for (let person = 1; person <= Number(options.persons); person += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'modelyard-bench-'));
    try {
      for (let start = 1; start <= Number(options.starts); start += 1) {
        const { startMs, memory, tasks } = await measureStart(folder);
        const figures = [`${(startMs / 1000).toFixed(1)} s`, `${Math.round(memory / 1e6)} MB`];
        const times = [longest(tasks, 'wallMs'), longest(tasks, 'processorMs')];
        console.log(`| ${[`person ${person}, start ${start}`, ...figures, ...times].join(' | ')} |`);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const load = loadavg()[0]?.toFixed(0);
  console.log(
    `${rounds} rounds of training, ${availableParallelism()} cores, ${load} programs that want one (load)`,
  );
} finally {
  virtual?.stop();
}
