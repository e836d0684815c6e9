import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { BootstrapFailure } from './failure.mjs';
import { runCommand } from './run-command.mjs';

const scriptName = /[\\/]npm-cli\.js$/;

/** The npm that started us, or the one beside this Node, or the first on PATH, as a script that any Node can run. */
export function findNpm({ env = process.env, execPath = process.execPath } = {}) {
  const beside = dirname(execPath);
  const candidates = [
    env.npm_execpath,
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    ...(env.PATH ?? env.Path ?? '').split(delimiter).flatMap(npmIn),
  ];
  const found = candidates.find((path) => path && scriptName.test(path) && existsSync(path));
  if (found) return found;
  throw new BootstrapFailure('npm was not found beside Node or on PATH', {
    wayOut: 'Install npm (it comes with Node from nodejs.org; on Debian: apt-get install npm) and try again.',
  });
}

/** On Unix `npm` on PATH is a link to its script; on Windows `npm.cmd` lies beside the package's folder. */
function npmIn(folder) {
  const windows = join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const unix = join(folder, 'npm');
  return existsSync(unix) ? [realpathSync(unix), windows] : [windows];
}

/** Runs npm with the Node that runs us, so that packages are chosen for this version and not for another one on PATH. */
export function runNpm({ args, cwd, env = process.env, ...options }) {
  return runCommand({ command: process.execPath, args: [findNpm({ env }), ...args], cwd, env, ...options });
}
