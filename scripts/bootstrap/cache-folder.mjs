import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const partialPrefix = '.partial-';
const abandonedAfterMs = 24 * 60 * 60 * 1000;

/** Where downloaded runtimes are kept, per user. MODELYARD_CACHE overrides it. */
export function cacheFolder({ env = process.env, platform = process.platform, home = homedir() } = {}) {
  if (env.MODELYARD_CACHE) return env.MODELYARD_CACHE;
  if (platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'modelyard', 'Cache');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'modelyard');
  return join(env.XDG_CACHE_HOME ?? join(home, '.cache'), 'modelyard');
}

/**
 * Makes the folder `target` all at once: `fill` works in a temporary neighbour and answers the folder to move into place,
 * so that an interrupted download never looks like a finished one.
 * @param {string} target
 * @param {(partial: string) => Promise<string>} fill
 */
export async function createFolderAtomically(target, fill) {
  const parent = dirname(target);
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const partial = await mkdtemp(join(parent, partialPrefix));
  try {
    await moveIntoPlace(await fill(partial), target);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** Two processes may prepare the same folder at once; the content is the same, so the first one wins. */
async function moveIntoPlace(source, target) {
  try {
    await rename(source, target);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code) || !(await exists(target))) throw error;
  }
}

async function removeAbandoned(parent) {
  for (const name of (await readdir(parent)).filter((entry) => entry.startsWith(partialPrefix))) {
    const path = join(parent, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > abandonedAfterMs) await rm(path, { recursive: true, force: true });
  }
}

async function exists(path) {
  return stat(path).then(
    () => true,
    () => false,
  );
}
