import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog } from 'electron';
import type { EngineEvent } from '../shared/events.ts';
import type { EngineState } from '../shared/protocol.ts';
import { setApplicationMenu } from './application-menu.ts';
import { serveArtifacts } from './artifact-protocol.ts';
import { createEngineSupervisor } from './engine-supervisor.ts';
import { createEngineFork } from './fork-engine.ts';
import { goOffline, harden } from './harden.ts';
import { type LaunchOptions, readLaunchOptions } from './launch-options.ts';
import { declareSchemes, pageOrigin, servePages } from './page-protocol.ts';
import { createDrawingPrinter } from './print-drawing.ts';
import { createQuitGuard } from './quit-guard.ts';
import { createMemory } from './remembered.ts';
import { createShell } from './shell-commands.ts';
import { relayWindows } from './window-relay.ts';
import { createWindows } from './windows.ts';

const outFolder = join(dirname(fileURLToPath(import.meta.url)), '..');
/** A page from the development server, which reloads while one works on it. */
const developmentAddress = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL;
const options = readLaunchOptions(parametersOf(process.argv), process.cwd());

if (process.env.MODELYARD_USER_DATA) app.setPath('userData', process.env.MODELYARD_USER_DATA);

if (app.requestSingleInstanceLock()) {
  declareSchemes();
  // While one works on it, the page comes from a server.
  if (developmentAddress === undefined) goOffline();
  run().catch((error: Error) => {
    dialog.showErrorBox('Modelyard could not be started', error.stack ?? error.message);
    app.exit(1);
  });
} else {
  // The instance that runs opens a window for what this one was asked for.
  app.quit();
}

/** Behind the program; in a checkout the application's own folder stands there too. */
function parametersOf(words: readonly string[]): string[] {
  return words.slice(1).filter((word) => app.isPackaged || resolve(word) !== app.getAppPath());
}

async function run(): Promise<void> {
  const startedAtMs = performance.timeOrigin;
  const trace = (what: string) => {
    if (options.traceStart) console.error(`start: ${what} after ${Math.round(Date.now() - startedAtMs)} ms`);
  };
  const openFolders = new Set<string>();
  const supervisor = createEngineSupervisor({
    fork: createEngineFork({
      outFolder,
      userDataFolder: app.getPath('userData'),
      documentsFolder: app.getPath('documents'),
    }),
    onState: tellState,
    onEvent: tellEvent,
    openFolders: () => [...openFolders],
  });
  // Beside the window, not after it: each takes about as long as the other.
  supervisor.start();

  await app.whenReady();
  trace('Electron ready');
  const origin = developmentAddress === undefined ? pageOrigin : new URL(developmentAddress).origin;
  const pageAddress = developmentAddress ?? `${pageOrigin}/index.html`;
  servePages(join(outFolder, 'renderer'));
  const artifacts = serveArtifacts({ supervisor, openFolders, pageOrigin: origin });
  harden();

  const memory = createMemory(join(app.getPath('userData'), 'window.json'));
  const windows = createWindows({
    ...{ memory, outFolder, pageAddress },
    icon: join(outFolder, '..', 'resources', 'icons', 'icon.png'),
  });
  const guard = createQuitGuard({ supervisor, openFolders: () => [...openFolders], windows: windows.all });

  const open = (start: Parameters<typeof windows.open>[0]) => {
    guard.stay();
    const window = windows.open(start);
    const windowId = window.webContents.id;
    window.webContents.once('did-finish-load', () => trace('window loaded'));
    window.on('closed', () => relay.windowClosed(windowId));
    window.on('close', (event) => {
      const isLast = windows.all().length === 1;
      if (!isLast || process.platform === 'darwin' || guard.hasEnded()) return;
      event.preventDefault();
      guard.requestQuit();
    });
    return window;
  };
  const openFor = (wanted: LaunchOptions) => {
    const folder = wanted.folder ?? memory.current.folder;
    open({ folder, openSample: wanted.openSample && folder === null });
  };
  const relay = relayWindows({
    ...{ origin, supervisor, openFolders },
    answerShell: createShell({
      memory,
      version: app.getVersion(),
      startOf: windows.startOf,
      rememberFolder: windows.rememberFolder,
      openWindow: open,
      artifactAddressOf: artifacts.addressOf,
      printDrawing: createDrawingPrinter(pageAddress),
    }),
  });

  setApplicationMenu({
    openWindow: () => open({ folder: null, openSample: false }),
    restartEngine: supervisor.retry,
  });
  app.on('second-instance', (_event, parameters, workingFolder) => {
    const wanted = readLaunchOptions(parametersOf(parameters), workingFolder);
    const [window] = windows.all();
    if (wanted.folder === null && window !== undefined) {
      guard.stay();
      window.show();
      window.focus();
    } else openFor(wanted);
  });
  app.on('activate', () => {
    if (windows.all().length === 0) openFor(options);
    else guard.stay();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  openFor(options);

  function tellState(state: EngineState): void {
    trace(`engine ${state.state}`);
    for (const window of windows?.all() ?? []) window.webContents.send('modelyard:engine-state', state);
  }

  function tellEvent(event: EngineEvent): void {
    for (const window of windows.all())
      window.webContents.send('modelyard:message', { kind: 'event', event });
    if (event.type === 'changed' && event.topic === 'jobs') guard.jobsChanged();
  }
}
