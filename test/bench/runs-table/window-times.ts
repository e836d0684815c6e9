import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { type LaunchedWindow, launchWindow, processTree } from '../../support/launch-window.ts';
import { viewOfFifty } from './make-project.ts';

export interface WindowTimes {
  /** From the click on Runs to rows in sight. */
  readonly firstRowsMs: number;
  /** With the columns that nobody chose. */
  readonly usual: TableTimes;
  /** With the view of fifty columns that the project keeps. */
  readonly fifty: TableTimes;
  /** From the last key of a filter to the count of what matches, each time another filter. */
  readonly filterMs: readonly number[];
  readonly heapBytes: number;
  readonly ticked: string;
}

export interface TableTimes {
  /** From the click on a header to the frame with rows in the new order, each time by a column that was not ordered by before. */
  readonly sortMs: readonly number[];
  /** 100 rows a second, as a wheel turns. */
  readonly wheel: ScrollTimes;
  /** 2,000 rows a second, as a dragged bar does: each frame shows rows that none before it showed. */
  readonly drag: ScrollTimes;
}

export interface ScrollTimes {
  readonly framesPerSecond: number;
  /** Share of frames that took more than two at 60 Hz. */
  readonly slowFrames: number;
  readonly longestFrameMs: number;
  /** Of the page's main thread for one frame: what is left of it on a machine that does nothing else. */
  readonly processorMsPerFrame: number;
}

/** What somebody sees who opens the table on many runs, orders, filters, scrolls and ticks everything, in the real window. */
export const measureWindow = async (folder: string): Promise<WindowTimes> => {
  const window = await launchWindow([folder]);
  try {
    return await measure(window);
  } finally {
    await window.close();
  }
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};

/** From the moment of the next such event to the frame in which the text of what the selector finds is another one. */
const timedInPage = async (
  page: Page,
  { event, changes, act }: { event: 'click' | 'keydown'; changes: string; act: () => Promise<void> },
): Promise<number> => {
  const timing = await page.evaluateHandle(
    ([type, selector]) => {
      const text = () => document.querySelector(selector)?.textContent;
      const before = text();
      let happenedAt = 0;
      addEventListener(
        type,
        (happened) => {
          happenedAt = happened.timeStamp;
        },
        { capture: true, once: true },
      );
      return {
        ended: new Promise<number>((resolve, reject) => {
          setTimeout(() => reject(new Error(`${selector} stayed as it was.`)), 10_000);
          const observer = new MutationObserver(() => {
            if (happenedAt === 0 || text() === before) return;
            observer.disconnect();
            // A task that follows the frame's own comes when it is drawn.
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - happenedAt)));
          });
          observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        }),
      };
    },
    [event, changes] as const,
  );
  await act();
  return timing.evaluate(({ ended }) => ended);
};

const measure = async (window: LaunchedWindow): Promise<WindowTimes> => {
  const { page } = window;
  const grid = page.getByRole('grid', { name: 'Runs' });
  const firstCell = grid.locator('[data-row="0"] [role="gridcell"]').nth(1);
  await page.getByText('engine ok').waitFor();
  const firstRowsMs = await timed(async () => {
    await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
    await firstCell.getByText(/run-/).waitFor();
  });
  const usual = await measureTable(window, ['metric_001', 'metric_002', 'metric_003']);
  await grid.focus();
  await page.keyboard.press('Control+a');
  const toolbar = page.getByRole('toolbar', { name: 'Ticked runs' });
  await toolbar.waitFor();
  const ticked = (await toolbar.textContent()) ?? '';
  await page.keyboard.press('Escape');
  const field = page.getByRole('combobox', { name: 'Filter runs' });
  const filterMs: number[] = [];
  for (const filter of [
    "params.param_002 = 'choice-3' and metrics.metric_001 > 0.1",
    'metrics.metric_002 > 1.1',
    'params.param_001 > 0.',
    "name like '%1%' and metrics.metric_003 > 0.1",
  ]) {
    await field.fill(filter);
    // What the unfinished filter asks is answered first, as it is by the time somebody presses the next key.
    await page.waitForTimeout(1000);
    filterMs.push(
      await timedInPage(page, {
        event: 'keydown',
        changes: 'main div:has(> h1)',
        act: () => field.press('5'),
      }),
    );
  }
  const heapBytes = await page.evaluate(
    () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
  );
  await page.getByRole('button', { name: 'View', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: viewOfFifty }).click();
  await page.keyboard.press('Escape');
  await grid.getByRole('columnheader', { name: 'param_001' }).waitFor();
  const fifty = await measureTable(window, ['param_001', 'param_004', 'param_007']);
  return { firstRowsMs, usual, fifty, filterMs, heapBytes, ticked };
};

const measureTable = async (window: LaunchedWindow, sortBy: readonly string[]): Promise<TableTimes> => {
  const { page } = window;
  await page.getByRole('grid', { name: 'Runs' }).evaluate((grid) => grid.scrollTo(0, 0));
  await page.locator('[data-row="0"]').getByText(/run-/).waitFor();
  const sortMs: number[] = [];
  for (const column of sortBy) {
    const header = page.getByRole('columnheader', { name: column }).getByRole('button');
    await header.scrollIntoViewIfNeeded();
    sortMs.push(
      await timedInPage(page, {
        event: 'click',
        changes: '[data-row="0"] [role="gridcell"]:nth-child(2)',
        act: () => header.click(),
      }),
    );
  }
  return { sortMs, wheel: await scroll(window, 46), drag: await scroll(window, 933) };
};

const scroll = async (
  { application, page }: LaunchedWindow,
  pixelsPerFrame: number,
): Promise<ScrollTimes> => {
  const renderers = processTree(application.process().pid ?? 0).filter((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer'),
  );
  const before = mainThreadMs(renderers);
  const { count, ...frames } = await scrollFrames(page, pixelsPerFrame);
  return { ...frames, processorMsPerFrame: (mainThreadMs(renderers) - before) / count };
};

/** Time of the processor that the main threads have taken, as the kernel counts it, in steps of 10 ms. */
const mainThreadMs = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    const stat = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8');
    const [user = 0, system = 0] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return sum + (user + system) * 10;
  }, 0);

/** Scrolls for three seconds and times every frame. */
const scrollFrames = (page: Page, pixelsPerFrame: number) =>
  page.evaluate(async (pixels) => {
    const grid = document.querySelector<HTMLElement>('[role="grid"][aria-label="Runs"]');
    if (grid === null) throw new Error('There is no table.');
    const frames: number[] = [];
    await new Promise<void>((resolve) => {
      const startedAt = performance.now();
      let last = startedAt;
      const frame = (now: number) => {
        frames.push(now - last);
        last = now;
        grid.scrollTop += pixels;
        if (now - startedAt < 3000) requestAnimationFrame(frame);
        else resolve();
      };
      requestAnimationFrame(frame);
    });
    const measured = frames.slice(1);
    const totalMs = measured.reduce((sum, each) => sum + each, 0);
    return {
      count: measured.length,
      framesPerSecond: (1000 * measured.length) / totalMs,
      slowFrames: measured.filter((each) => each > 34).length / measured.length,
      longestFrameMs: Math.max(...measured),
    };
  }, pixelsPerFrame);
