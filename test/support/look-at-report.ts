import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ElectronApplication } from 'playwright-core';

const imagesFolder = resolve(import.meta.dirname, '..', '..', 'docs', 'images');
const size = { width: 1280, height: 2000 };

/** How a saved report is in a browser: what it asks for, what goes wrong in it, its background in either theme. Pictures into docs/images. */
export const lookAtReport = async (
  { application }: { application: ElectronApplication },
  file: string,
  name: string,
) => {
  const address = pathToFileURL(file).href;
  const [page] = await Promise.all([
    application.waitForEvent('window'),
    application.evaluate(({ BrowserWindow }, bounds) => {
      void new BrowserWindow(bounds).loadURL('about:blank');
    }, size),
  ]);
  const requests: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(address);
  const backgrounds: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    backgrounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    await page.screenshot({ path: join(imagesFolder, `${name}-${colorScheme}-${size.width}.png`) });
  }
  await page.close();
  return { requests: requests.filter((url) => url !== address), errors, backgrounds };
};
