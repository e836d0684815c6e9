import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { launchWindow } from '../support/launch-window.ts';
import { noticeIn } from '../support/notice.ts';
import { openTestEngine } from '../support/open-test-engine.ts';
import { fillDisk, smallDisk } from '../support/small-disk.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

it('a project on a full disk says why nothing can be changed, and can be once there is room', async ({
  skip,
}) => {
  const disk = smallDisk(8 * 1024 * 1024);
  if (disk === null) return skip('Mounting a small disk needs root on Linux.');
  const folder = join(disk, 'project');
  const engine = await openTestEngine(temporaryFolder());
  await engine.call('projects.create', undefined, { folder });
  await engine.close();
  const filling = fillDisk(disk);
  const window = await launchWindow([folder]);
  onTestFinished(() => window.close());
  const { page } = window;
  await page.getByRole('button', { name: 'read-only' }).click();
  await page.getByText(/is full, so the project is open for reading only\. Free some space/).waitFor();
  const again = page.getByRole('button', { name: 'Open again' });
  await again.click();
  await again.and(page.locator(':not([aria-busy="true"])')).waitFor();
  expect(await page.getByRole('button', { name: 'read-only' }).isVisible()).toBe(true);

  rmSync(filling);
  await again.click();
  await noticeIn(page, 'The project can be changed again').first().waitFor();
  expect(await page.getByRole('button', { name: 'read-only' }).isVisible()).toBe(false);
  await page.getByRole('button', { name: 'MLflow off' }).click();
  expect(await page.getByRole('switch').isEnabled()).toBe(true);
});
