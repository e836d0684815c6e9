import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommand } from './run-command.mjs';

/** A slow network may take minutes; one that gives nothing for this long will not give anything. */
const stallLimitMs = 15_000;

/** The electron package of this checkout: its folder, its version and, once downloaded, its executable. */
export function readOfficialElectron(projectFolder) {
  const fromProject = createRequire(join(projectFolder, 'package.json'));
  const manifestPath = fromProject.resolve('electron/package.json');
  const folder = dirname(manifestPath);
  const { version } = JSON.parse(readFileSync(manifestPath, 'utf8'));
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const distribution = override ?? join(folder, 'dist');
  const unpacked = readVersion(join(distribution, 'version'));
  const executablePath = join(distribution, executableName());
  const isThere = existsSync(executablePath) && (override !== undefined || unpacked === version);
  return {
    folder,
    version: override === undefined ? version : (unpacked ?? version),
    executablePath: isThere ? executablePath : undefined,
  };
}

const readVersion = (path) =>
  existsSync(path) ? readFileSync(path, 'utf8').trim().replace(/^v/, '') : undefined;

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/**
 * Downloads the runtime as the electron package does at its first run: into Electron's own cache, compared with the checksums
 * that the package carries, then unpacked by its installer, which finds the file in the cache.
 * @param {{ progress?: (text: string) => void }} options progress gets the share that has arrived
 */
export async function downloadOfficialElectron({ projectFolder, verbose, progress }) {
  const { folder, version } = readOfficialElectron(projectFolder);
  const fromElectron = createRequire(join(folder, 'package.json'));
  const { downloadArtifact } = await import(pathToFileURL(fromElectron.resolve('@electron/get')).href);
  const stall = createStallGuard();
  try {
    await downloadArtifact({
      version,
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      checksums: fromElectron('./checksums.json'),
      downloadOptions: {
        quiet: true,
        signal: stall.signal,
        getProgressCallback: async ({ percent }) => {
          stall.alive();
          progress?.(`downloading, ${Math.round(percent * 100)} %`);
        },
      },
    });
  } finally {
    stall.end();
  }
  progress?.('unpacking');
  await runCommand({ command: process.execPath, args: [join(folder, 'install.js')], verbose });
  return readOfficialElectron(projectFolder).executablePath;
}

function createStallGuard() {
  const controller = new AbortController();
  const abort = () => controller.abort(new Error(`nothing arrived for ${stallLimitMs / 1000} s`));
  let timer = setTimeout(abort, stallLimitMs);
  return {
    signal: controller.signal,
    alive() {
      clearTimeout(timer);
      timer = setTimeout(abort, stallLimitMs);
    },
    end: () => clearTimeout(timer),
  };
}
