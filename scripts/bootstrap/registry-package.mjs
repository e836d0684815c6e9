import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runNpm } from './npm-program.mjs';

/**
 * Brings one exact package from the user's configured registry into `folder`. npm itself downloads, unpacks and compares it with
 * the digest in the lock file written here; no script of the package runs.
 * @param {{ name: string, version: string, integrity: string }} wanted integrity as in a lock file (`sha512-…`)
 * @returns {Promise<string>} the package's folder
 */
export async function installRegistryPackage({ name, version, integrity }, { folder, verbose }) {
  const root = { name: 'modelyard-runtime', version: '0.0.0', dependencies: { [name]: version } };
  await mkdir(folder, { recursive: true });
  await writeJson(join(folder, 'package.json'), { ...root, private: true });
  await writeJson(join(folder, 'package-lock.json'), {
    name: root.name,
    lockfileVersion: 3,
    requires: true,
    packages: { '': root, [`node_modules/${name}`]: { version, integrity } },
  });
  await runNpm({
    args: ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    cwd: folder,
    verbose,
    wayOut: `Is the npm registry reachable? Try: npm view ${name}@${version}`,
  });
  return join(folder, 'node_modules', ...name.split('/'));
}

const writeJson = (path, value) => writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
