import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { ElectronApplication, Page } from 'playwright-core';

const imagesFolder = resolve(import.meta.dirname, '..', '..', 'docs', 'images');

const sizes = [
  { width: 1280, height: 800 },
  { width: 1024, height: 640 },
];
const themes = ['light', 'dark'] as const;

/** Pictures of what is shown, in both themes and two sizes, into docs/images: `<name>-<theme>-<width>.png`. */
export const takePictures = async (
  { application, page }: { application: ElectronApplication; page: Page },
  name: string,
): Promise<void> => {
  mkdirSync(imagesFolder, { recursive: true });
  for (const size of sizes) {
    await resize(application, size);
    await page.waitForFunction((width) => window.innerWidth === width, size.width);
    await page.waitForFunction(isEveryChartDrawn);
    for (const theme of themes) {
      // As when the system changes its theme, which a window that follows it takes up.
      await page.emulateMedia({ colorScheme: theme });
      await page.screenshot({
        path: join(imagesFolder, `${name}-${theme}-${size.width}.png`),
        animations: 'disabled',
        caret: 'hide',
      });
    }
  }
  await resize(application, sizes[0]!);
  await page.emulateMedia({ colorScheme: 'light' });
};

/** Charts are drawn one after the other, when there is a moment of rest. Runs in the page. */
const isEveryChartDrawn = () =>
  [...document.querySelectorAll('figure > [role="img"]')].every((plot) => plot.hasChildNodes());

const resize = (application: ElectronApplication, size: { width: number; height: number }) =>
  application.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);

/** Serious and critical findings of axe on what is shown, one line each. */
export const accessibilityFindings = async (page: Page): Promise<string[]> => {
  // Electron cannot open the blank page in which axe would otherwise finish its run.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) => `${id}: ${help} (${nodes.map((node) => node.html.slice(0, 160)).join(' | ')})`,
    );
};
