import { app, type BrowserWindow, dialog } from 'electron';
import type { Job } from '../shared/model/job.ts';
import type { EngineSupervisor } from './engine-supervisor.ts';

const runningStates = ['queued', 'running'];

export interface QuitGuard {
  /** Ends the application, unless jobs run and the user wants them to end first. */
  requestQuit(): void;
  /** The engine has ended and all is decided: windows may go. */
  hasEnded(): boolean;
  /** Something about jobs has changed: perhaps the last one that was waited for has ended. */
  jobsChanged(): void;
  /** A window was opened again: nobody waits for the end of the jobs any more. */
  stay(): void;
}

/** Closing the last window does not lose work: jobs that run may go on without a window until they have ended. */
export const createQuitGuard = ({
  supervisor,
  openFolders,
  windows,
}: {
  supervisor: EngineSupervisor;
  openFolders: () => readonly string[];
  windows: () => BrowserWindow[];
}): QuitGuard => {
  let phase: 'open' | 'asking' | 'waiting' | 'ending' | 'ended' = 'open';

  const end = async () => {
    phase = 'ending';
    for (const window of windows()) window.hide();
    await supervisor.stop();
    phase = 'ended';
    app.quit();
  };

  const decide = async () => {
    phase = 'asking';
    const count = (await jobsUnderWay(supervisor, openFolders())).length;
    const choice = count === 0 ? 'quit' : await ask(windows()[0], count);
    if (choice === 'quit') return end();
    phase = choice === 'stay' ? 'open' : 'waiting';
    if (choice === 'wait') for (const window of windows()) window.hide();
  };

  app.on('before-quit', (event) => {
    if (phase === 'ended') return;
    event.preventDefault();
    requestQuit();
  });
  const requestQuit = () => {
    if (phase === 'open' || phase === 'waiting') void decide();
  };

  return {
    requestQuit,
    hasEnded: () => phase === 'ended',
    stay: () => {
      if (phase !== 'waiting') return;
      phase = 'open';
      for (const window of windows()) window.show();
    },
    jobsChanged: () => {
      if (phase !== 'waiting') return;
      void jobsUnderWay(supervisor, openFolders()).then((jobs) => {
        if (phase === 'waiting' && jobs.length === 0) void end();
      });
    },
  };
};

const jobsUnderWay = async (supervisor: EngineSupervisor, folders: readonly string[]): Promise<Job[]> => {
  if (supervisor.state.state !== 'ready') return [];
  const lists = folders.map((project) => {
    const input = { states: runningStates };
    return supervisor.call({ command: 'jobs.list', project, input }).answer.catch(() => []);
  });
  return (await Promise.all(lists)).flat() as Job[];
};

const ask = async (window: BrowserWindow | undefined, count: number): Promise<'wait' | 'quit' | 'stay'> => {
  const options = {
    type: 'question' as const,
    message: count === 1 ? 'A job is still running.' : `${count} jobs are still running.`,
    detail:
      'Modelyard can go on without a window until they have ended. Stopped jobs start again when the project is opened.',
    buttons: ['Keep running', 'Stop and quit', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
  };
  const { response } =
    window === undefined
      ? await dialog.showMessageBox(options)
      : await dialog.showMessageBox(window, options);
  return (['wait', 'quit', 'stay'] as const)[response] ?? 'stay';
};
