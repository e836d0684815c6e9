import { spawn } from 'node:child_process';
import { BootstrapFailure } from './failure.mjs';

/** Whether a window can be shown. Windows and macOS always have a place for one. */
export const hasDisplay = ({ env = process.env, platform = process.platform } = {}) =>
  platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);

/** Electron's X11 default does not find a session that is Wayland only. */
export const displayArguments = ({ env = process.env, platform = process.platform } = {}) =>
  platform === 'linux' && env.WAYLAND_DISPLAY && !env.DISPLAY ? ['--ozone-platform=wayland'] : [];

const displayNumberDescriptor = 3;

/**
 * Starts Xvfb on a free display, which it chooses itself.
 * @returns {Promise<{ display: string, stop: () => void }>}
 */
export function startVirtualDisplay() {
  const child = spawn(
    'Xvfb',
    ['-displayfd', String(displayNumberDescriptor), '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  return new Promise((resolve, reject) => {
    const fail = (reason) =>
      reject(new BootstrapFailure(`Xvfb ${reason}`, { wayOut: 'Try: xvfb-run -a npm test' }));
    child.on('error', (error) => fail(`could not be started: ${error.message}`));
    child.on('exit', (code) => fail(`ended with code ${code}`));
    child.stdio[displayNumberDescriptor].once('data', (number) =>
      resolve({ display: `:${String(number).trim()}`, stop: () => child.kill() }),
    );
  });
}
