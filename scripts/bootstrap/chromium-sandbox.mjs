import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BootstrapFailure } from './failure.mjs';

const setUidBit = 0o4000;

/** Chromium refuses its sandbox to root. Everybody else keeps it. */
export const sandboxArguments = () =>
  process.platform === 'linux' && process.getuid() === 0 ? ['--no-sandbox', '--disable-gpu'] : [];

/**
 * Chromium's sandbox needs user namespaces, which some distributions (Ubuntu since 23.10) forbid to programs that they do not know,
 * or its helper owned by root. Without either Electron would end at once with a trace.
 */
export function assertSandboxWorks(executablePath) {
  if (process.platform !== 'linux' || process.getuid() === 0) return;
  const helper = join(dirname(executablePath), 'chrome-sandbox');
  if (isOwnedByRootWithSetUid(helper) || areUserNamespacesAllowed()) return;
  throw new BootstrapFailure('This system does not let Electron set up its sandbox', {
    wayOut: `Type: sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
  });
}

function isOwnedByRootWithSetUid(path) {
  const entry = statSync(path, { throwIfNoEntry: false });
  return entry !== undefined && entry.uid === 0 && (entry.mode & setUidBit) !== 0;
}

/** Mapping oneself to root inside is the step that is forbidden; where the program to try it is missing, Electron shall try. */
function areUserNamespacesAllowed() {
  const { status, error } = spawnSync('unshare', ['--user', '--map-root-user', 'true'], { stdio: 'ignore' });
  return error !== undefined || status === 0;
}
