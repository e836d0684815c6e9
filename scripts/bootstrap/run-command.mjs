import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { BootstrapFailure } from './failure.mjs';
import { keepEnds } from './output-ends.mjs';

/**
 * Runs a program to its end. Its output is passed through when `verbose`, otherwise its first and last lines are kept for the failure.
 * @returns {Promise<string>} these lines
 */
export function runCommand({ command, args = [], cwd, env = process.env, verbose = false, wayOut }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ends = keepEnds();
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        if (verbose) process.stderr.write(text);
        ends.add(text);
      });
    }
    child.on('error', (error) =>
      reject(new BootstrapFailure(`${command} could not be started: ${error.message}`, { wayOut })),
    );
    child.on('close', (code, signal) => {
      const output = ends.text();
      if (code === 0) return resolve(output);
      const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      reject(
        new BootstrapFailure(`${[command, ...args].join(' ')} ${how}`, {
          output,
          wayOut,
          exitCode: code ?? 1,
        }),
      );
    });
  });
}

/**
 * Runs a program in the foreground: it has the terminal, gets our signals, and its end is ours.
 * @param {{ command: string, args?: string[], cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal }} options
 * @returns {Promise<number>} its exit code, 128 + n when signal n ended it
 */
export function runInForeground({ command, args = [], cwd, env = process.env, signal: abort }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit', signal: abort });
    // The child decides, we wait. Ctrl+C in a terminal reaches the whole group already; twice would mean "at once" to some.
    const forward = (signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(code ?? 128 + (constants.signals[signal] ?? 1));
    });
  });
}
