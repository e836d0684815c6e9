import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isOlder } from './versions.mjs';

/** The first Electron whose own Node has Node-API 10, which better-sqlite3 needs. */
const firstElectronWithCurrentNode = '35.0.0';

/** The Node that runs the engine where Electron's own is too old, for the supervisor in Electron's main process. */
export const engineEnvironment = ({ version }) =>
  isOlder(version, firstElectronWithCurrentNode) ? { MODELYARD_NODE: process.execPath } : {};

/**
 * Leaves what was found on this machine in out/runtime.json, for the end-to-end tests and `modelyard open`:
 * `{ nodePath, electronPath, electronVersion, electronArgs, electronEnv }`.
 */
export async function writeRuntimeFile({ projectFolder, electron }) {
  const runtime = {
    nodePath: process.execPath,
    electronPath: electron.executablePath,
    electronVersion: electron.version,
    electronArgs: electron.args,
    electronEnv: engineEnvironment(electron),
  };
  await mkdir(join(projectFolder, 'out'), { recursive: true });
  await writeFile(join(projectFolder, 'out', 'runtime.json'), `${JSON.stringify(runtime, null, 2)}\n`);
}
