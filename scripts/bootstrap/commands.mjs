import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ensureBuild, forgetBuild } from './built-output.mjs';
import { assertSandboxWorks } from './chromium-sandbox.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { displayArguments, hasDisplay } from './display.mjs';
import { resolveElectron } from './electron-runtime.mjs';
import { BootstrapFailure } from './failure.mjs';
import { runInForeground } from './run-command.mjs';
import { engineEnvironment, writeRuntimeFile } from './runtime-file.mjs';
import { ensureSystemPackages } from './system-packages.mjs';
import { closingLine, sumCounts } from './test-counts.mjs';
import { runChecks, runSuite, runWindowSuite } from './test-run.mjs';

/**
 * What each npm script does once a current Node runs it. Every command answers its exit code.
 * @typedef {{ projectFolder: string, reporter: import('./reporter.mjs').Reporter, args: string[] }} Context
 * @type {Record<string, (context: Context) => Promise<number>>}
 */
export const commands = {
  start,
  demo,
  dev,
  bench,
  package: packageApplication,
  setup: async (context) => {
    await prepareWindow(context);
    return 0;
  },
  test: (context) => runAndCount(context, testHere),
  'test:interop': (context) => runAndCount(context, testInterop),
  'test:peers': (context) => runAndCount(context, testPeers),
  ready: (context) =>
    runAndCount(context, async () => [...(await testHere(context)), ...(await testInterop(context))]),
};

async function start(context) {
  if (!hasDisplay()) {
    context.reporter.say(
      'There is no display here: the same life cycle runs without a window (npm run demo).',
    );
    return demo(context);
  }
  const electron = await prepareWindow(context);
  const { projectFolder } = context;
  const exitCode = await runInForeground({
    command: electron.executablePath,
    args: [projectFolder, ...electronArguments({ electron, ...context })],
    cwd: projectFolder,
    env: { ...process.env, ...engineEnvironment(electron) },
  });
  if (exitCode !== 0) {
    context.reporter.say(`The window ended with code ${exitCode}. Without a window: npm run demo`);
  }
  return exitCode;
}

/** Switches, then what the window shows: what was asked for, or the sample project. */
const electronArguments = ({ electron, args }) => [
  ...electron.args,
  ...displayArguments(),
  ...(args.length > 0 ? args : ['--sample']),
];

async function demo(context) {
  await ensureDependencies(context);
  await ensureBuild(context);
  return runNode(context, ['out/cli/modelyard.js', 'demo', ...context.args]);
}

/** The window with hot reload; the engine is built anew when its sources change, and used from the next start of the window. */
async function dev(context) {
  if (!hasDisplay()) {
    throw new BootstrapFailure('There is no display here to show the window on', {
      wayOut: 'Without a window: npm run demo. On a virtual display: xvfb-run -a npm run dev',
    });
  }
  const electron = await prepareWindow(context);
  // What these write into out/ is not what a build writes there.
  await forgetBuild(context.projectFolder);
  const end = new AbortController();
  const engine = [programOf(context, 'vite'), 'build', '-c', 'vite.engine.config.ts', '--watch'];
  const window = [
    programOf(context, 'electron-vite'),
    'dev',
    '--watch',
    '--',
    ...electronArguments({ electron, ...context }),
  ];
  const env = { ...engineEnvironment(electron), ELECTRON_EXEC_PATH: electron.executablePath };
  try {
    return await Promise.race([
      runNode(context, engine, { signal: end.signal }),
      runNode(context, window, { signal: end.signal, env }),
    ]);
  } finally {
    end.abort();
  }
}

/** Every benchmark in turn, or the named one with its arguments: `npm run bench -- training …`. */
async function bench(context) {
  const [name, ...args] = context.args;
  const folders = name === undefined ? listBenchmarks(context) : [name];
  await ensureDependencies(context);
  await (folders.includes('window') ? prepareWindow(context) : ensureBuild(context));
  for (const folder of folders) {
    context.reporter.say(`› Benchmark: ${folder}`);
    const exitCode = await runNode(context, [`test/bench/${folder}/run.ts`, ...args]);
    if (exitCode !== 0) return exitCode;
  }
  return 0;
}

const listBenchmarks = ({ projectFolder }) =>
  readdirSync(join(projectFolder, 'test', 'bench'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

async function packageApplication(context) {
  await ensureDependencies(context);
  await ensureBuild(context);
  return runNode(context, [programOf(context, 'electron-builder'), ...context.args]);
}

async function testHere(context) {
  const electron = await prepareWindow(context);
  const env = { ...process.env, ...engineEnvironment(electron) };
  return [
    await runChecks(context),
    await runSuite({ ...context, project: 'unit' }),
    await runWindowSuite({ ...context, env }),
  ];
}

async function testInterop(context) {
  await prepareWindow(context);
  return [await runSuite({ ...context, project: 'interop' })];
}

async function testPeers(context) {
  await ensureDependencies(context);
  await ensureBuild(context);
  return [await runSuite({ ...context, project: 'peers' })];
}

/** Ends with the closing line, whatever happened before: a step that could not be done is one failure. */
async function runAndCount(context, run) {
  try {
    const counts = sumCounts(await run(context));
    console.log(closingLine(counts));
    return counts.failed === 0 ? 0 : 1;
  } catch (error) {
    context.reporter.explain(error);
    console.log(closingLine({ passed: 0, failed: 1 }));
    return 1;
  }
}

/** Everything that a window needs; quick when it is all there. */
async function prepareWindow(context) {
  await ensureDependencies(context);
  const electron = await resolveElectron(context);
  await ensureSystemPackages({
    ...context,
    executablePath: electron.executablePath,
    isVirtualDisplayNeeded: !hasDisplay(),
  });
  assertSandboxWorks(electron.executablePath);
  await writeRuntimeFile({ ...context, electron });
  await ensureBuild(context);
  return electron;
}

const runNode = ({ projectFolder }, args, { env = {}, signal } = {}) =>
  runInForeground({
    command: process.execPath,
    args,
    cwd: projectFolder,
    env: { ...process.env, ...env },
    signal,
  });

/** The script behind a package's command, so that it runs with this Node on every system. */
function programOf({ projectFolder }, name) {
  const manifestPath = createRequire(join(projectFolder, 'package.json')).resolve(`${name}/package.json`);
  const { bin } = createRequire(manifestPath)(manifestPath);
  return join(dirname(manifestPath), typeof bin === 'string' ? bin : bin[name]);
}
