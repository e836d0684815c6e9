import { fork, type ChildProcess as NodeChild } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { ChildExit, ChildLauncher, ChildProcess, ExitReason } from '../../ports/child-processes.ts';
import { eachLine } from './lines.ts';
import { startTimeOf } from './process-identity.ts';
import { killGroup, killTree, rememberDescendants } from './process-tree.ts';

export type ProgramName = Parameters<ChildLauncher['launch']>[0]['program'];

const defaultGraceMs = 2000;
const lastWordsLines = 20;
/** How long the last lines and messages of an ended process are waited for. */
const drainMs = 1000;

/**
 * Starts our own programs with the engine's Node. Messages travel as JSON: the other serialisation is V8's own and differs between
 * versions, and parent and child need not run the same one. So NaN arrives as null, and senders must say it otherwise.
 */
export const createChildLauncher = ({
  programs,
  execPath = process.execPath,
}: {
  /** Absolute path of each program's file. */
  programs: Readonly<Record<ProgramName, string>>;
  execPath?: string;
}): ChildLauncher => ({
  launch: ({ program, environment, workingFolder }) =>
    supervise(
      fork(programs[program], [], {
        execPath,
        execArgv: [],
        env: { ...process.env, ...runAsNode(execPath), ...environment },
        ...(workingFolder === undefined ? {} : { cwd: workingFolder }),
        // A group of its own can be ended as a whole. On Windows that would open a console, and taskkill knows the tree.
        detached: process.platform !== 'win32',
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        serialization: 'json',
      }),
    ),
  endStray: async ({ pid, startedAt }) => {
    if (startTimeOf(pid) !== startedAt) return false;
    killTree(pid);
    return true;
  },
  startTimeOf,
});

/** Inside Electron our own executable is Electron, which is Node only when told so. */
const runAsNode = (execPath: string): Record<string, string> =>
  process.versions.electron !== undefined && execPath === process.execPath
    ? { ELECTRON_RUN_AS_NODE: '1' }
    : {};

const supervise = (child: NodeChild): ChildProcess => {
  // A process that could not be started has no number; 0 is one that nothing here ever sends a signal to.
  const pid = child.pid ?? 0;
  const lineListeners: ((line: string) => void)[] = [];
  const lastWords: string[] = [];
  let ending: Extract<ExitReason, 'stopped' | 'killed'> | undefined;

  const tell = (line: string) => {
    for (const listener of lineListeners) listener(line);
  };
  if (child.stdout) eachLine(child.stdout, tell);
  if (child.stderr) {
    eachLine(child.stderr, (line) => {
      lastWords.push(line);
      if (lastWords.length > lastWordsLines) lastWords.shift();
      tell(line);
    });
  }
  // A message to a process that has just ended is lost; that it ended is told by `exited`.
  child.on('error', (error) => lastWords.push(error.message));

  const exited = whenEnded(child).then((end): ChildExit => {
    const reason = end.couldNotStart
      ? 'could-not-start'
      : (ending ?? (end.code === 0 ? 'finished' : 'crashed'));
    return { reason, code: end.code, signal: end.signal, lastWords: lastWords.join('\n') };
  });

  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async (graceMs = defaultGraceMs): Promise<ChildExit> => {
    if (hasEnded() || pid === 0) return exited;
    ending ??= 'stopped';
    const killDescendants = rememberDescendants(pid);
    // Our programs end themselves when the channel closes.
    if (graceMs > 0 && child.connected) child.disconnect();
    const timer = setTimeout(() => {
      if (hasEnded()) return;
      ending = 'killed';
      killTree(pid);
    }, graceMs);
    return exited.finally(() => {
      clearTimeout(timer);
      killDescendants();
    });
  };

  return {
    pid,
    send: (message) => {
      if (child.connected) child.send(message as object);
    },
    onMessage: (listener) => void child.on('message', listener),
    onLine: (listener) => void lineListeners.push(listener),
    exited,
    stop,
  };
};

interface End {
  readonly couldNotStart: boolean;
  readonly code: number | null;
  readonly signal: string | null;
}

const whenEnded = async (child: NodeChild): Promise<End> => {
  // Not `close`: Node never emits it when it was us who closed the channel.
  const drained = Promise.all([
    ended(child.stdout),
    ended(child.stderr),
    new Promise<void>((resolve) => (child.connected ? child.once('disconnect', resolve) : resolve())),
  ]);
  const end = await new Promise<End>((resolve) => {
    child.once('exit', (code, signal) => resolve({ couldNotStart: false, code, signal }));
    child.on('error', () => {
      if (child.pid === undefined) resolve({ couldNotStart: true, code: null, signal: null });
    });
  });
  if (child.pid === undefined) return end;
  // Its own children may have outlived it, and may hold its output open.
  killGroup(child.pid);
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([drained, new Promise((resolve) => (timer = setTimeout(resolve, drainMs)))]);
  clearTimeout(timer);
  return end;
};

const ended = (stream: Readable | null): Promise<void> =>
  new Promise((resolve) => (stream === null ? resolve() : stream.once('close', resolve)));
