import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hasDisplay, startVirtualDisplay } from './display.mjs';
import { runNpm } from './npm-program.mjs';
import { runInForeground } from './run-command.mjs';
import { countTests } from './test-counts.mjs';

const checks = { 'check:types': 'Check types', 'check:style': 'Check style', 'check:arrows': 'Check arrows' };

/** Runs every static check; each that fails counts as one failed test, none that passes counts as a test. */
export async function runChecks({ projectFolder, reporter }) {
  let failed = 0;
  for (const [script, title] of Object.entries(checks)) {
    try {
      await reporter.step(title, () =>
        runNpm({ args: ['run', '--silent', script], cwd: projectFolder, verbose: reporter.verbose }),
      );
    } catch (error) {
      failed += 1;
      reporter.say(`${error.output ?? error.message}\nDetails: npm run ${script}`);
    }
  }
  return { passed: 0, failed };
}

/**
 * Runs one Vitest project in the foreground and counts its tests.
 * @param {{ project: 'unit' | 'e2e' | 'interop' | 'peers' }} options
 */
export async function runSuite({ project, projectFolder, reporter, env = process.env, args = [] }) {
  reporter.say(`› Tests: ${project}`);
  const folder = await mkdtemp(join(tmpdir(), 'modelyard-test-'));
  const reportPath = join(folder, 'report.json');
  try {
    const exitCode = await runInForeground({
      command: process.execPath,
      args: [
        vitestProgram(projectFolder),
        ...['run', '--project', project, '--reporter=default', '--reporter=json'],
        `--outputFile.json=${reportPath}`,
        // With a filter a suite may well have nothing to run; without one that is a failure.
        ...(args.length > 0 ? ['--passWithNoTests', ...args] : []),
      ],
      cwd: projectFolder,
      env,
    });
    return await readCounts(reportPath, exitCode);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Without a report the run broke before its end: that is one failure more than nothing. */
async function readCounts(reportPath, exitCode) {
  const text = await readFile(reportPath, 'utf8').catch(() => undefined);
  if (text === undefined) return { passed: 0, failed: 1 };
  const counts = countTests(JSON.parse(text));
  return counts.failed === 0 && exitCode !== 0 ? { ...counts, failed: 1 } : counts;
}

function vitestProgram(projectFolder) {
  const manifest = createRequire(join(projectFolder, 'package.json')).resolve('vitest/package.json');
  return join(dirname(manifest), 'vitest.mjs');
}

/** Runs the end-to-end tests on the display there is, or on a virtual one. */
export async function runWindowSuite({ env, ...options }) {
  if (hasDisplay()) return runSuite({ project: 'e2e', env, ...options });
  const virtual = await startVirtualDisplay();
  try {
    return await runSuite({ project: 'e2e', env: { ...env, DISPLAY: virtual.display }, ...options });
  } finally {
    virtual.stop();
  }
}
