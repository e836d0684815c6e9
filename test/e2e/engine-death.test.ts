import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callOverBridge } from '../support/bridge-call.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';

describe('when the engine is killed while the window is open', () => {
  let window: LaunchedWindow;
  beforeAll(async () => {
    window = await launchWindow(['--sample']);
    await window.page.getByText('4 datasets').waitFor();
  });
  afterAll(() => window.close());

  it('the window says so, and goes on with the same project', async () => {
    const { page } = window;
    const before = await callOverBridge(page, 'engine.info', {});
    const folder = before.openProjects[0]!.folder;
    // Stopped first, so that a call is certainly under way when it dies.
    process.kill(before.pid, 'SIGSTOP');
    const underWay = callOverBridge(page, 'datasets.list', {}, folder);
    const failed = expect(underWay).rejects.toMatchObject({ code: 'unavailable' });
    // It has left the page, and main has passed it on; one that comes after the death would wait for the next engine.
    await page.evaluate(() => undefined);
    await window.application.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
    process.kill(before.pid, 'SIGKILL');
    await failed;
    await page.getByRole('alert').filter({ hasText: 'started again' }).waitFor();
    await page.getByText('engine ok').waitFor();

    const after = await callOverBridge(page, 'engine.info', {});
    expect(after.pid).not.toBe(before.pid);
    expect(after.openProjects).toEqual([{ folder, attached: false }]);
    expect(await callOverBridge(page, 'datasets.list', {}, folder)).toHaveLength(4);
    await page.getByText('4 datasets').waitFor();
  });
});
