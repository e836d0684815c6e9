import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings, takePictures } from '../support/look.ts';

let window: LaunchedWindow;
beforeAll(async () => {
  window = await launchWindow(['--sample']);
});
afterAll(() => window.close());

const post = async (address: string, path: string, body: object) => {
  const response = await fetch(`${address}/api/2.0/mlflow/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { run: { info: { run_id: string } } };
};

it('is switched on in the status bar, and shows the runs that are logged to it as they come', async () => {
  const { page } = window;
  await page.getByRole('button', { name: 'MLflow off' }).click();
  await page.getByRole('switch', { name: 'Take runs from MLflow’s clients' }).click();
  const code = page.getByRole('region', { name: 'Python code' });
  await code.waitFor();
  const address = /http:\/\/127\.0\.0\.1:\d+/.exec((await code.textContent()) ?? '')?.[0] ?? '';
  expect(await accessibilityFindings(page)).toEqual([]);
  await takePictures(window, 'tracking-server');

  await page.keyboard.press('Escape');
  await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
  const { run } = await post(address, 'runs/create', { run_name: 'from outside', start_time: Date.now() });
  const { run_id } = run.info;
  await post(address, 'runs/log-metric', { run_id, key: 'loss', value: 0.25, timestamp: Date.now() });
  await page.getByText('from outside').first().waitFor();
  expect(window.consoleErrors).toEqual([]);
});

it('is turned off and on with the keyboard, which stays at the switch, and says so when its port was taken meanwhile', async () => {
  const { page } = window;
  await page.getByRole('button', { name: /^MLflow :/ }).focus();
  await page.keyboard.press('Enter');
  const code = page.getByRole('region', { name: 'Python code' });
  const port = Number(/127\.0\.0\.1:(\d+)/.exec((await code.textContent()) ?? '')?.[1]);
  const place = page.getByRole('switch', { name: 'Take runs from MLflow’s clients' });
  const isFocused = () => place.evaluate((element) => element === element.ownerDocument.activeElement);
  expect(await isFocused()).toBe(true);
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'MLflow off' }).waitFor();
  await expect.poll(() => place.getAttribute('aria-busy')).toBeNull();
  expect(await isFocused()).toBe(true);

  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  await page.keyboard.press('Space');
  await page.getByText(`Another program has taken port ${port}, so it is on port`).waitFor();
  expect(await code.textContent()).not.toContain(`:${port}"`);
  expect(await isFocused()).toBe(true);
  await page.keyboard.press('Escape');
  expect(window.consoleErrors).toEqual([]);
});
