import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { BootstrapFailure } from './failure.mjs';
import {
  candidatePackages,
  choosePackages,
  parseInstallable,
  parseMissingLibraries,
} from './missing-libraries.mjs';
import { runCommand } from './run-command.mjs';

/**
 * Sees to the system libraries of `executablePath` and, where asked, to a virtual display. As root on Debian they are installed,
 * otherwise the command to type is named.
 */
export async function ensureSystemPackages({ executablePath, isVirtualDisplayNeeded = false, reporter }) {
  if (process.platform !== 'linux') return;
  const libraries = findMissingLibraries(executablePath);
  const programs = isVirtualDisplayNeeded && !findOnPath('Xvfb') ? ['xvfb'] : [];
  if (libraries.length === 0 && programs.length === 0) return;
  const what = [...libraries, ...programs].join(', ');
  if (!findOnPath('apt-get')) throw withoutApt({ what, libraries, programs });
  if (process.getuid() !== 0) throw withoutRoot({ what, libraries, programs });
  const title = `Install system packages (${libraries.length} libraries missing${programs.length > 0 ? ', Xvfb too' : ''})`;
  await reporter.step(title, () => installWithApt({ libraries, programs, verbose: reporter.verbose }));
  const stillMissing = findMissingLibraries(executablePath);
  if (stillMissing.length > 0) throw withoutApt({ what: stillMissing.join(', '), libraries, programs });
}

function findMissingLibraries(executablePath) {
  const { stdout } = spawnSync('ldd', [executablePath], { encoding: 'utf8' });
  return parseMissingLibraries(stdout ?? '');
}

export const findOnPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));

async function installWithApt({ libraries, programs, verbose }) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) =>
    runCommand({
      command: 'apt-get',
      args,
      env,
      verbose,
      wayOut: 'Is the package mirror reachable? Try: apt-get update',
    });
  const install = () =>
    apt('install', '-y', '--no-install-recommends', ...packagesFor({ libraries, programs }));
  try {
    await install();
  } catch {
    // No package lists (a fresh container) or old ones that name files which are gone.
    await apt('update');
    await install();
  }
}

function packagesFor({ libraries, programs }) {
  const names = [...candidatePackages(libraries), ...programs];
  const { stdout } = spawnSync('apt-cache', ['policy', ...names], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  const { packages, unknown } = choosePackages({ libraries, installable: parseInstallable(stdout ?? '') });
  if (unknown.length > 0) throw withoutApt({ what: unknown.join(', '), libraries, programs });
  return [...packages, ...programs];
}

function withoutRoot({ what, libraries, programs }) {
  return new BootstrapFailure(`System packages are missing: ${what}`, {
    wayOut: `Type: sudo apt-get install -y ${packagesFor({ libraries, programs }).join(' ')}`,
  });
}

/** Fedora's and openSUSE's package managers find a library by its name; elsewhere the name is what to search for. */
function withoutApt({ what, libraries, programs }) {
  const capabilities = libraries.map((library) => `'${library}()(64bit)'`);
  const names = [...capabilities, ...(programs.length > 0 ? ['xorg-x11-server-Xvfb'] : [])].join(' ');
  return new BootstrapFailure(`System packages are missing: ${what}`, {
    wayOut: `On Fedora: sudo dnf install ${names}; on openSUSE: sudo zypper install ${names}; elsewhere install what brings these files.`,
  });
}
