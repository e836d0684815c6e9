import { utilityProcess } from 'electron';
import type { EngineProcess } from './engine-process.ts';

/** The engine as Electron's utility process: on Electron's own Node, with its own heap, ended with the application. */
export const forkUtility = ({
  program,
  environment,
}: {
  program: string;
  environment: NodeJS.ProcessEnv;
}): EngineProcess => {
  const child = utilityProcess.fork(program, [], { env: environment, serviceName: 'Modelyard engine' });
  return {
    get pid() {
      return child.pid;
    },
    send: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', (code) => listener(`It ended with code ${code}.`)),
    // SIGTERM, which the engine takes as the wish to close.
    askToEnd: () => child.kill(),
    kill: () => {
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
};
