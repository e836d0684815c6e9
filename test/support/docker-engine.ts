import { execFile, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDockerRuntime } from '../../src/engine/adapters/docker/create-docker-runtime.ts';

const run = promisify(execFile);
const startWithinMs = 60_000;

export const baseImage = 'node:24-bookworm-slim';

export interface DockerEngine {
  readonly socketPath: string;
  stop(): Promise<void>;
}

/**
 * A real Docker engine of its own, with a base image made here, because a test machine may be out of reach of every registry. The
 * stand-in for `node:24-bookworm-slim` holds the same Node binary and the libraries that it and ONNX Runtime need, and nothing more.
 */
export async function startDockerEngine(): Promise<DockerEngine> {
  await installDocker();
  const folder = await mkdtemp(join(tmpdir(), 'modelyard-docker-'));
  const socketPath = join(folder, 'docker.sock');
  const daemon = spawn(
    'dockerd',
    [
      ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
      ...['--pidfile', join(folder, 'pid'), '--host', `unix://${socketPath}`, '--storage-driver', 'overlay2'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const lastWords: string[] = [];
  daemon.stderr.on('data', (chunk: Buffer) =>
    lastWords.splice(0, Math.max(0, lastWords.length - 20), String(chunk)),
  );
  const stop = async () => {
    const ended = new Promise((resolve) => daemon.once('exit', resolve));
    if (daemon.exitCode === null && daemon.kill('SIGTERM')) await ended;
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await untilItAnswers(socketPath, () => daemon.exitCode === null);
    await importBaseImage(socketPath, folder);
  } catch (cause) {
    await stop();
    throw new Error(`The Docker engine for the tests did not start.\n${lastWords.join('')}`, { cause });
  }
  return { socketPath, stop };
}

async function installDocker(): Promise<void> {
  if (await hasProgram('dockerd')) return;
  const advice = 'These tests need a Docker engine: install it with `sudo apt-get install docker.io`.';
  if (process.getuid?.() !== 0) throw new Error(advice);
  await run('apt-get', ['update', '-qq']).catch(() => undefined);
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'docker.io']).catch((cause) => {
    throw new Error(advice, { cause });
  });
}

const hasProgram = (name: string): Promise<boolean> =>
  run('sh', ['-c', `command -v ${name}`]).then(
    () => true,
    () => false,
  );

async function untilItAnswers(socketPath: string, isRunning: () => boolean): Promise<void> {
  const runtime = createDockerRuntime({ socketPath });
  const deadlineMs = Date.now() + startWithinMs;
  for (;;) {
    const found = await runtime.probe();
    if ('version' in found) return;
    if (!isRunning() || Date.now() > deadlineMs) throw new Error(found.reason);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** A root file system of this very Node, what `ldd` lists for it and for ONNX Runtime, and the user `node`. */
async function importBaseImage(socketPath: string, folder: string): Promise<void> {
  const root = join(folder, 'root');
  await mkdir(join(root, 'usr/local/bin'), { recursive: true });
  await mkdir(join(root, 'etc'), { recursive: true });
  await mkdir(join(root, 'tmp'), { recursive: true });
  await cp(process.execPath, join(root, 'usr/local/bin/node'));
  for (const library of await librariesOf([process.execPath, ...(await onnxRuntimeBinaries())])) {
    await mkdir(join(root, dirname(library)), { recursive: true });
    await cp(library, join(root, library), { dereference: true });
  }
  await writeFile(join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/\nnode:x:1000:1000:node:/home/node:/\n');
  await writeFile(join(root, 'etc/group'), 'root:x:0:\nnode:x:1000:\n');
  await symlink('usr/local/bin', join(root, 'bin')).catch(() => undefined);
  const archive = join(folder, 'root.tar');
  await run('tar', ['--numeric-owner', '--owner=0', '--group=0', '-C', root, '-cf', archive, '.']);
  await run('docker', [
    '-H',
    `unix://${socketPath}`,
    'import',
    '--change',
    'ENV PATH=/usr/local/bin',
    archive,
    baseImage,
  ]);
  await rm(root, { recursive: true, force: true });
  await rm(archive, { force: true });
}

async function onnxRuntimeBinaries(): Promise<string[]> {
  const folder = fileURLToPath(
    new URL('../../node_modules/onnxruntime-node/bin/napi-v6/linux/x64', import.meta.url),
  );
  return (await readdir(folder)).map((name) => join(folder, name));
}

/** Those of the system; a library that lies beside its binary comes with the application. */
async function librariesOf(files: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const file of files) {
    const { stdout } = await run('ldd', [file]);
    for (const match of stdout.matchAll(/(\/[^\s()]+\.so[^\s()]*)/g)) {
      if (!match[1]!.includes('node_modules')) found.add(match[1]!);
    }
  }
  return [...found];
}
