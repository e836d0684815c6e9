import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EngineError } from '../shared/errors.ts';

/** `out/cli` → the application's folder. */
const application = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

interface Runtime {
  readonly nodePath: string;
  readonly electronPath: string;
  readonly electronArgs: readonly string[];
}

/** Starts the desktop application on a project and returns; it lives on by itself. */
export const openWindow = async (folder: string): Promise<void> => {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new EngineError(
      'unavailable',
      'There is no display here, so no window can be opened. The command line takes a model through the same life: modelyard --help',
    );
  }
  const file = join(application, 'out', 'runtime.json');
  if (!existsSync(file))
    throw new EngineError('unavailable', 'The window’s runtime is not set up yet. Type once: npm start');
  const { nodePath, electronPath, electronArgs } = JSON.parse(readFileSync(file, 'utf8')) as Runtime;
  const child = spawn(electronPath, [...electronArgs, application, '--project', folder], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, MODELYARD_NODE: nodePath },
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  child.unref();
};
