import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { app, utilityProcess } from 'electron';

/** A running engine, whichever way it was started. */
export interface EngineProcess {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Once, with why it is no more. */
  onExit(listener: (reason: string) => void): void;
  /** Asks it to close its projects and end; kills it when it takes longer than `graceMs`. */
  stop(graceMs: number): Promise<void>;
  readonly pid: number | undefined;
}

/** Node-API 10 is what the engine's SQLite needs; older ones do not fail but crash. */
const neededNodeApi = 10;

/**
 * Starts the engine as Electron's utility process. Where Electron's own Node is too old, or MODELYARD_NODE says so, the same
 * program is forked with another Node binary and speaks the same protocol.
 */
export const startEngineProcess = (): EngineProcess => {
  const program = join(app.getAppPath(), 'out', 'engine', 'utility-host.js').replace(
    'app.asar',
    'app.asar.unpacked',
  );
  const environment = {
    ...process.env,
    MODELYARD_USER_DATA: app.getPath('userData'),
    MODELYARD_DOCUMENTS: app.getPath('documents'),
  };
  const otherNode = process.env.MODELYARD_NODE;
  if (otherNode !== undefined && otherNode !== '') return forkWith(otherNode, program, environment);
  if (Number(process.versions.napi ?? 0) < neededNodeApi) {
    throw new Error(
      `This Electron carries Node ${process.versions.node}, which is too old for the engine. Set MODELYARD_NODE to a Node 22.14 or newer.`,
    );
  }
  return startUtility(program, environment);
};

const forkWith = (execPath: string, program: string, env: NodeJS.ProcessEnv): EngineProcess => {
  const child: ChildProcess = fork(program, [], {
    execPath,
    env,
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    pid: child.pid,
    send: (message) => {
      if (child.connected) child.send(message as object);
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => {
      child.once('error', (error) => listener(error.message));
      child.once('exit', (code, signal) =>
        listener(signal === null ? `exit code ${code}` : `signal ${signal}`),
      );
    },
    stop: (graceMs) => {
      if (child.connected) child.disconnect();
      return orKill({ ended, graceMs, kill: () => child.kill('SIGKILL') });
    },
  };
};

const startUtility = (program: string, env: NodeJS.ProcessEnv): EngineProcess => {
  const child = utilityProcess.fork(program, [], { env, serviceName: 'Modelyard engine', stdio: 'inherit' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    get pid() {
      return child.pid;
    },
    send: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', (code) => listener(`exit code ${code}`)),
    stop: (graceMs) => {
      child.kill();
      return orKill({
        ended,
        graceMs,
        kill: () => child.pid !== undefined && process.kill(child.pid, 'SIGKILL'),
      });
    },
  };
};

const orKill = async ({
  ended,
  graceMs,
  kill,
}: {
  ended: Promise<void>;
  graceMs: number;
  kill: () => void;
}): Promise<void> => {
  const timer = setTimeout(kill, graceMs);
  await ended;
  clearTimeout(timer);
};
