import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';

const root = resolve(import.meta.dirname, '..', '..');

interface Runtime {
  readonly electronPath: string;
  readonly electronArgs: readonly string[];
  readonly electronEnv: Readonly<Record<string, string>>;
}

export interface LaunchedWindow {
  readonly application: ElectronApplication;
  readonly page: Page;
  /** A folder of its own for everything this application writes. */
  readonly folder: string;
  /** Errors of the page's console and uncaught ones, as they come. */
  readonly consoleErrors: string[];
  readonly startDurationMs: number;
  close(): Promise<void>;
}

/** Starts the built application in its own user-data folder, as a person's first start. */
export const launchWindow = async (
  parameters: readonly string[] = [],
  {
    folder = mkdtempSync(join(tmpdir(), 'modelyard-e2e-')),
    environment = {},
  }: { folder?: string; environment?: Readonly<Record<string, string>> } = {},
): Promise<LaunchedWindow> => {
  const file = join(root, 'out', 'runtime.json');
  if (!existsSync(file)) throw new Error('out/runtime.json is missing. Type: npm run setup');
  const runtime = JSON.parse(readFileSync(file, 'utf8')) as Runtime;
  const startedAtMs = performance.now();
  const application = await _electron.launch({
    executablePath: runtime.electronPath,
    args: [...runtime.electronArgs, root, ...parameters],
    cwd: folder,
    env: {
      ...(process.env as Record<string, string>),
      ...runtime.electronEnv,
      MODELYARD_USER_DATA: join(folder, 'user-data'),
      HOME: folder,
      XDG_CONFIG_HOME: join(folder, 'config'),
      XDG_DOCUMENTS_DIR: join(folder, 'Documents'),
      ...environment,
    },
  });
  const page = await application.firstWindow();
  const consoleErrors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') consoleErrors.push(message.text());
  });
  page.on('pageerror', (error) => consoleErrors.push(error.message));
  await page.waitForLoadState('domcontentloaded');
  await page.locator('#root > *').first().waitFor();
  return {
    ...{ application, page, folder, consoleErrors },
    startDurationMs: performance.now() - startedAtMs,
    close: async () => {
      await application.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Process ids below a process, itself included: the window's, the engine's, and everything that they started. */
export const processTree = (pid: number): number[] => {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean);
  return [pid, ...children.map(Number).flatMap(processTree)];
};

/** Memory that belongs to these processes alone or in part (PSS), as smaps counts it. */
export const memoryBytes = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return sum + Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
  }, 0);
