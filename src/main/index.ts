import { resolve } from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import { connectWindows, sendState, sendToWindow } from './bridge.ts';
import { createEngineSupervisor, type EngineSupervisor } from './engine-supervisor.ts';
import { setMenu } from './menu.ts';
import { parseOpenRequest } from './open-request.ts';
import { declareRendererScheme, serveRendererFiles } from './renderer-files.ts';
import { readRunningJobs } from './running-work.ts';
import { readMemory } from './window-memory.ts';
import { openWindow } from './windows.ts';

const jobsPollMs = 1000;

const main = (): void => {
  if (!app.requestSingleInstanceLock()) {
    // The running application opens the window (see second-instance).
    app.quit();
    return;
  }
  declareRendererScheme();
  // The engine starts while Electron does: both are needed before anything can be shown.
  let supervisor: EngineSupervisor;
  const startEngine = (): EngineSupervisor =>
    createEngineSupervisor({
      onMessage: (windowId, message) => {
        const windows = windowId === null ? BrowserWindow.getAllWindows() : [BrowserWindow.fromId(windowId)];
        for (const window of windows) if (window !== null) sendToWindow(window, message);
      },
      onState: (state) => {
        for (const window of BrowserWindow.getAllWindows()) sendState(window, state);
      },
    });

  app.on('browser-window-created', (_event, window) => {
    const { id } = window;
    window.webContents.on('did-finish-load', () => sendState(window, supervisor.state));
    window.on('closed', () => supervisor.forget(id));
    keepOpenWhileJobsRun(window, () => supervisor);
  });
  app.on('second-instance', (_event, argv, workingFolder) =>
    openWindow(parseOpenRequest(argv.slice(1), (path) => resolve(workingFolder, path))),
  );
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0)
      openWindow({ folder: readMemory().folder, openSample: false });
  });
  app.on('window-all-closed', () => {
    void quitWhenIdle(supervisor);
  });
  stopEngineBeforeQuit(() => supervisor);

  void app.whenReady().then(() => {
    supervisor = startEngine();
    connectWindows(() => supervisor);
    serveRendererFiles();
    setMenu();
    const request = parseOpenRequest(process.argv.slice(1), (path) => resolve(path));
    openWindow(
      request.folder === null && !request.openSample ? { ...request, folder: readMemory().folder } : request,
    );
  });
};

/** Windows may be closed while jobs run: with the last one, the person says whether the jobs go on. */
const keepOpenWhileJobsRun = (window: BrowserWindow, supervisor: () => EngineSupervisor): void => {
  let isDecided = false;
  window.on('close', (event) => {
    if (isDecided || isQuitting || BrowserWindow.getAllWindows().length > 1) return;
    event.preventDefault();
    void readRunningJobs(supervisor()).then(async (titles) => {
      isDecided = titles.length === 0 || (await askAboutJobs(window, titles));
      if (isDecided) window.close();
    });
  });
};

const askAboutJobs = async (window: BrowserWindow, titles: readonly string[]): Promise<boolean> => {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: titles.length === 1 ? 'A job is still running.' : `${titles.length} jobs are still running.`,
    detail: `${titles.slice(0, 5).join('\n')}\n\nThey can go on without a window; Modelyard ends when they have. Stopped jobs go on at the next start.`,
    buttons: ['Keep running', 'Stop and quit', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
  });
  if (response === 1) app.quit();
  return response === 0;
};

let isQuitting = false;

const quitWhenIdle = async (supervisor: EngineSupervisor): Promise<void> => {
  if (BrowserWindow.getAllWindows().length > 0 || isQuitting) return;
  const running = await readRunningJobs(supervisor);
  if (running.length === 0) app.quit();
  else setTimeout(() => void quitWhenIdle(supervisor), jobsPollMs);
};

const stopEngineBeforeQuit = (supervisor: () => EngineSupervisor | undefined): void => {
  let isStopped = false;
  app.on('before-quit', () => {
    isQuitting = true;
  });
  app.on('will-quit', (event) => {
    if (isStopped) return;
    event.preventDefault();
    void Promise.resolve(supervisor()?.stop()).finally(() => {
      isStopped = true;
      app.quit();
    });
  });
};

main();
