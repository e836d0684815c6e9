import { fork } from 'node:child_process';
import type { EngineProcess } from './engine-process.ts';

const lastWordsBytes = 4000;

/** The engine as a child of another Node binary, where Electron's own Node is too old for the engine's database. */
export const forkWithNode = ({
  program,
  execPath,
  environment,
}: {
  program: string;
  execPath: string;
  environment: NodeJS.ProcessEnv;
}): EngineProcess => {
  const child = fork(program, [], {
    execPath,
    execArgv: [],
    env: environment,
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    serialization: 'json',
  });
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    process.stderr.write(text);
    lastWords = (lastWords + text).slice(-lastWordsBytes);
  });
  return {
    pid: child.pid,
    send: (message) => {
      // It may have ended a moment ago; its exit tells the rest.
      if (child.connected) child.send(message, () => {});
    },
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => {
      let isTold = false;
      const tell = (reason: string) => {
        if (isTold) return;
        isTold = true;
        listener(reason);
      };
      child.once('error', (error) => tell(error.message));
      child.once('exit', (code, signal) => tell(describeExit(code, signal, lastWords)));
    },
    askToEnd: () => {
      if (child.connected) child.disconnect();
    },
    kill: () => child.kill('SIGKILL'),
  };
};

const describeExit = (code: number | null, signal: string | null, lastWords: string): string => {
  const how = signal === null ? `It ended with code ${code}.` : `It was ended by ${signal}.`;
  const lastLine = lastWords.trim().split('\n').at(-1);
  return lastLine ? `${how} ${lastLine}` : how;
};
