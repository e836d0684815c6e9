import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * The interpreter of a virtual environment that holds `packages` (pip requirements, for example `lightgbm==4.7.0`), made on first use
 * and kept under ~/.cache/modelyard. The interop suites compare us with the field's own programs, so whatever is missing is an error,
 * never a reason to skip.
 */
export async function ensurePython(packages: readonly string[]): Promise<string> {
  const base = await findBasePython();
  const home = join(homedir(), '.cache', 'modelyard', `venv-${environmentKey(base.version, packages)}`);
  const interpreter = join(home, 'bin', 'python');
  if (existsSync(interpreter)) return interpreter;
  await installVenvModule(base.command);

  // Made beside its final place and renamed last: an interrupted installation is never taken for a finished one.
  const unfinished = `${home}.${process.pid}`;
  await mkdir(join(homedir(), '.cache', 'modelyard'), { recursive: true });
  await rm(unfinished, { recursive: true, force: true });
  await runOrFail(base.command, ['-m', 'venv', unfinished], 'cannot create a Python virtual environment');
  await runOrFail(
    join(unfinished, 'bin', 'python'),
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages],
    `cannot install ${packages.join(', ')} with pip (is a package index within reach?)`,
  );
  await rename(unfinished, home).catch(async (cause: unknown) => {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(interpreter)) throw cause;
  });
  return interpreter;
}

/** Runs `code` with `arguments`, in `folder` where one is named, and answers what it printed; an error carries what it wrote to stderr. */
export async function runPython(call: {
  interpreter: string;
  code: string;
  arguments?: readonly string[];
  environment?: Readonly<Record<string, string>>;
  folder?: string | undefined;
}): Promise<string> {
  const { interpreter, code, arguments: rest = [], environment = {}, folder } = call;
  const result = await run(interpreter, ['-c', code, ...rest], environment, folder);
  if (result.exitCode !== 0) throw new Error(`Python ended with code ${result.exitCode}:\n${result.stderr}`);
  return result.stdout;
}

function environmentKey(pythonVersion: string, packages: readonly string[]): string {
  const text = [pythonVersion, ...[...packages].sort()].join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

async function findBasePython(): Promise<{ command: string; version: string }> {
  for (const command of ['python3', 'python']) {
    const { exitCode, stdout } = await run(command, [
      '-c',
      'import sys; print(*sys.version_info[:3], sep=".")',
    ]);
    if (exitCode === 0 && stdout.startsWith('3.')) return { command, version: stdout.trim() };
  }
  throw new Error('The interop tests need Python 3 (`python3`) on the PATH, and there is none.');
}

/** Debian ships Python without `venv`; as root we can add it, otherwise the error names the package. */
async function installVenvModule(command: string): Promise<void> {
  const hasVenv = async () => (await run(command, ['-c', 'import venv, ensurepip'])).exitCode === 0;
  if (await hasVenv()) return;
  const missing = 'Python has no venv module; on Debian and Ubuntu: sudo apt-get install python3-venv';
  if (process.getuid?.() !== 0) throw new Error(missing);
  await runOrFail('apt-get', ['update', '-qq'], missing);
  await runOrFail('apt-get', ['install', '-y', '-qq', 'python3-venv'], missing);
  if (!(await hasVenv())) throw new Error(missing);
}

async function runOrFail(
  command: string,
  commandArguments: readonly string[],
  failure: string,
): Promise<void> {
  const { exitCode, stderr, stdout } = await run(command, commandArguments);
  if (exitCode !== 0) throw new Error(`${failure}\n${stderr || stdout}`);
}

interface Finished {
  exitCode: number;
  stdout: string;
  stderr: string;
}

function run(
  command: string,
  commandArguments: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  folder?: string,
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command, commandArguments, { env: { ...process.env, ...environment }, cwd: folder });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    const finish = (exitCode: number, problem = '') =>
      resolve({
        exitCode,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8') + problem,
      });
    child.on('error', (error) => finish(127, error.message));
    child.on('close', (exitCode) => finish(exitCode ?? 1));
  });
}
