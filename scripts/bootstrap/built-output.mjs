import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';

const sources = [
  'src',
  'resources',
  'scripts/build.mjs',
  'electron.vite.config.ts',
  'vite.engine.config.ts',
  'vite.serving.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];
const isTest = /\.test\.tsx?$/;

const stampPath = (projectFolder) => join(projectFolder, 'out', '.built-from');

/** Builds if a source changed since the last build. */
export async function ensureBuild({ projectFolder, reporter }) {
  const fingerprint = fingerprintOf(projectFolder);
  if (!isBuildStale(projectFolder, fingerprint)) return;
  await reporter.step('Build', async () => {
    // A failed or interrupted build must not look like the last good one.
    await forgetBuild(projectFolder);
    await runCommand({
      command: process.execPath,
      args: [join(projectFolder, 'scripts', 'build.mjs')],
      cwd: projectFolder,
      verbose: reporter.verbose,
      wayOut: 'Details: npm run build',
    });
    await writeFile(stampPath(projectFolder), fingerprint);
  });
}

/** Makes the next call of ensureBuild build. */
export const forgetBuild = (projectFolder) => rm(stampPath(projectFolder), { force: true });

export function isBuildStale(projectFolder, fingerprint = fingerprintOf(projectFolder)) {
  const path = stampPath(projectFolder);
  return !existsSync(path) || readFileSync(path, 'utf8') !== fingerprint;
}

/** Digest over name, size and time of every source file: reading them all would cost more than it finds. */
export function fingerprintOf(projectFolder) {
  const hash = createHash('sha256');
  for (const source of sources) addTo(hash, projectFolder, source);
  return hash.digest('hex');
}

function addTo(hash, root, path) {
  const absolute = join(root, path);
  const entry = statSync(absolute, { throwIfNoEntry: false });
  if (entry?.isDirectory()) {
    for (const name of readdirSync(absolute).sort()) addTo(hash, root, `${path}/${name}`);
  } else if (!isTest.test(path)) {
    hash.update(`${path} ${entry?.size} ${entry?.mtimeMs}\n`);
  }
}
