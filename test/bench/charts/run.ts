// Charts of many runs in the real window: 500 curves, a scatter of 10,000, a map and parallel coordinates of 5,000: npm run bench -- charts
import { availableParallelism, loadavg } from 'node:os';
import type { Page } from 'playwright-core';
import { launchWindow } from '../../support/launch-window.ts';
import { logSweep, sweepClient } from '../../support/sweep-runs.ts';

const window = await launchWindow(['--sample']);
const { page } = window;

const openCharts = async (experiment: string, runs: string): Promise<void> => {
  await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
  await page.getByLabel('Experiment').selectOption(experiment);
  await page.getByText(`${runs} runs`).first().waitFor();
  await page.getByRole('button', { name: 'Charts', exact: true }).click();
  await page.getByRole('heading', { name: 'Charts' }).waitFor();
};

const openTab = async (name: string, drawn: RegExp): Promise<string> => {
  const startedAt = performance.now();
  await page.getByRole('tab', { name }).click();
  await page.getByText(drawn).first().waitFor();
  return `${(performance.now() - startedAt).toFixed(0)} ms`;
};

/** Frames a second while something is done, and the longest of them. */
const frames = async (work: () => Promise<void>): Promise<string> => {
  const counting = await page.evaluateHandle(() => {
    const times: number[] = [];
    let isOver = false;
    const next = (now: number) => {
      times.push(now);
      if (!isOver) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    return {
      end: () => {
        isOver = true;
        return times.slice(1).map((time, index) => time - times[index]!);
      },
    };
  });
  await work();
  const lengths = await counting.evaluate(({ end }) => end());
  const total = lengths.reduce((sum, each) => sum + each, 0);
  return `${((1000 * lengths.length) / total).toFixed(0)} frames/s, longest ${Math.max(...lengths).toFixed(0)} ms`;
};

type Place = readonly [x: number, y: number];

const dragOver = async (
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  [first, ...others]: readonly [Place, ...Place[]],
): Promise<void> => {
  const at = ([right, down]: Place) => [x + width * right, y + height * down] as const;
  await page.mouse.move(...at(first));
  await page.mouse.down();
  for (const place of others) await page.mouse.move(...at(place), { steps: 20 });
  await page.mouse.up();
  await page.waitForTimeout(800);
};

const trackingAddress = async (of: Page): Promise<string> => {
  await of.getByRole('button', { name: 'MLflow off' }).click();
  await of.getByRole('switch', { name: 'Take runs from MLflow’s clients' }).click();
  const code = of.getByRole('region', { name: 'Python code' });
  await code.waitFor();
  const address = /http:\/\/127\.0\.0\.1:\d+/.exec((await code.textContent()) ?? '')?.[0];
  await of.keyboard.press('Escape');
  if (address === undefined) throw new Error('The window does not say where to log to.');
  return address;
};

try {
  const client = await sweepClient(await trackingAddress(page));
  await logSweep(client, { experiment: 'curves', runs: 500, points: 200 });
  await logSweep(client, { experiment: 'scatter', runs: 10_000, points: 0 });
  await logSweep(client, { experiment: 'map', runs: 5000, points: 0 });
  console.log(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}\n\n| | |\n|---|--:|`);

  await openCharts('curves', '500');
  await openTab('Curves', /points of \d+ runs drawn|drawn/);
  const drawAll = page.getByRole('button', { name: /[Dd]raw all|all 500/ });
  if (await drawAll.isVisible()) await drawAll.click();
  await page
    .getByText(/points of 500 runs drawn/)
    .first()
    .waitFor();
  await page.waitForTimeout(1000);
  const curves = (await page.getByRole('figure').first().boundingBox())!;
  const middle = curves.y + curves.height / 2;
  const hovered = await frames(async () => {
    for (let step = 0; step < 60; step += 1) {
      await page.mouse.move(curves.x + 80 + ((step * 8) % (curves.width - 160)), middle + (step % 7) * 4);
      await page.waitForTimeout(16);
    }
  });
  console.log(`| 500 curves, pointed at | ${hovered} |`);
  const zoomed = await frames(() =>
    dragOver(curves, [
      [0.2, 0.5],
      [0.5, 0.5],
    ]),
  );
  console.log(`| 500 curves, zoomed | ${zoomed} |`);

  await openCharts('scatter', '10 000');
  await page.getByLabel('x', { exact: true }).selectOption({ label: 'lr' });
  await page.getByLabel('y', { exact: true }).selectOption({ label: 'auc' });
  await page.waitForTimeout(1500);
  const plane = (await page.getByRole('application').boundingBox())!;
  const chosen = await frames(() =>
    dragOver(plane, [
      [0.3, 0.1],
      [0.7, 0.1],
      [0.72, 0.6],
      [0.5, 0.7],
      [0.32, 0.4],
    ]),
  );
  console.log(`| 10,000 points, chosen by a lasso | ${chosen} |`);

  await openCharts('map', '5 000');
  console.log(
    `| a map of 5,000 runs with contours, from the click | ${await openTab('Map', /Colour: mean of all/)} |`,
  );
  console.log(
    `| parallel coordinates of 5,000 runs, from the click | ${await openTab('Parameters', /runs within the brushes/)} |`,
  );
} finally {
  await window.close();
}
