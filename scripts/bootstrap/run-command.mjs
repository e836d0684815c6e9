import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { BootstrapFailure } from './failure.mjs';

const keptLines = 25;

/**
 * Runs a program to its end. Its output is passed through when `verbose`, otherwise kept: the last lines belong to the failure.
 * @returns {Promise<string>} the last lines of its output
 */
export function runCommand({ command, args = [], cwd, env = process.env, verbose = false, onLine, wayOut }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const tail = keepTail({ verbose, onLine });
    child.stdout.on('data', tail.add);
    child.stderr.on('data', tail.add);
    child.on('error', (error) =>
      reject(new BootstrapFailure(`${command} could not be started: ${error.message}`, { wayOut })),
    );
    child.on('close', (code, signal) => {
      const output = tail.text();
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

function keepTail({ verbose, onLine }) {
  let rest = '';
  const lines = [];
  return {
    add(chunk) {
      if (verbose) process.stderr.write(chunk);
      const parts = (rest + chunk).split(/\r?\n|\r/);
      rest = parts.pop();
      for (const line of parts.filter((part) => part.trim() !== '')) {
        lines.push(line);
        onLine?.(line);
      }
      lines.splice(0, lines.length - keptLines);
    },
    text: () => [...lines, rest].filter((line) => line.trim() !== '').join('\n'),
  };
}

/**
 * Runs a program in the foreground: it has the terminal, gets our signals, and its end is ours.
 * @returns {Promise<number>} its exit code, 128 + n when signal n ended it
 */
export function runInForeground({ command, args = [], cwd, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
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
