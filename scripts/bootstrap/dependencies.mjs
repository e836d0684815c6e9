import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from './npm-program.mjs';

/** Installs the packages of the lock file, unless exactly these are there. */
export async function ensureDependencies({ projectFolder, reporter }) {
  if (areDependenciesInstalled(projectFolder)) return;
  await reporter.step('Install dependencies', () =>
    runNpm({
      // Development packages too, whatever NODE_ENV says: they hold the builder and the window's parts.
      args: ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
      cwd: projectFolder,
      env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip', ELECTRON_SKIP_BINARY_DOWNLOAD: '1' },
      verbose: reporter.verbose,
      wayOut: 'Is the npm registry reachable (npm ping), and is there room on the disk? Details: npm ci',
    }),
  );
}

/** npm writes what it installed into node_modules, as the last thing it does; an interrupted installation leaves no such file. */
export function areDependenciesInstalled(projectFolder) {
  const installed = join(projectFolder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  return isSameTree(readJson(join(projectFolder, 'package-lock.json')), readJson(installed));
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/**
 * Whether two lock files name the same packages. Optional ones may be missing: they belong to other platforms.
 * @param {{ packages: Record<string, { version?: string, integrity?: string, optional?: boolean }> }} wanted
 * @param {{ packages: Record<string, { version?: string, integrity?: string }> }} installed
 */
export function isSameTree(wanted, installed) {
  const isWantedThere = Object.entries(wanted.packages).every(([path, entry]) => {
    const found = installed.packages[path];
    if (path === '') return true;
    if (found === undefined) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
  return isWantedThere && Object.keys(installed.packages).every((path) => path in wanted.packages);
}
