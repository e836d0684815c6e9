import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, type Rectangle, screen } from 'electron';
import { rendererOrigin } from './renderer-files.ts';
import { readMemory, remember } from './window-memory.ts';

/** What a window was opened with. */
export interface OpenRequest {
  readonly folder: string | null;
  readonly openSample: boolean;
}

const requests = new Map<number, OpenRequest>();

export const requestOf = (window: BrowserWindow): OpenRequest =>
  requests.get(window.id) ?? { folder: null, openSample: false };
export const setFolderOf = (window: BrowserWindow, folder: string | null): void =>
  void requests.set(window.id, { folder, openSample: false });

/** In development electron-vite serves the window; otherwise its files come from disk. */
const address = (): string =>
  (app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL) ?? `${rendererOrigin}/index.html`;

export const isOwnAddress = (url: string): boolean => {
  const origin = (text: string): string => {
    const { protocol, host } = new URL(text);
    return `${protocol}//${host}`;
  };
  try {
    return origin(url) === origin(address());
  } catch {
    return false;
  }
};

export const openWindow = (request: OpenRequest): BrowserWindow => {
  const { bounds, isMaximized, theme } = readMemory();
  nativeTheme.themeSource = theme;
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...(bounds !== undefined && isOnScreen(bounds) ? bounds : {}),
    minWidth: 800,
    minHeight: 560,
    show: false,
    title: 'Modelyard',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#17171c' : '#fbfbfd',
    icon: join(app.getAppPath(), 'resources', 'icons', 'icon.png'),
    webPreferences: {
      preload: join(app.getAppPath(), 'out', 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  requests.set(window.id, request);
  const { id } = window;
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize();
    window.show();
  });
  window.on('close', () => remember({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() }));
  window.once('closed', () => requests.delete(id));
  confine(window);
  void window.loadURL(address());
  return window;
};

/** The window shows its own pages and nothing else, opens no other, and is granted no permission. */
const confine = (window: BrowserWindow): void => {
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  webContents.on('will-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  webContents.session.setPermissionRequestHandler((_contents, permission, decide) =>
    decide(permission === 'clipboard-sanitized-write'),
  );
  webContents.session.setPermissionCheckHandler(
    (_contents, permission) => permission === 'clipboard-sanitized-write',
  );
};

/** A remembered place may be on a screen that is no longer there. */
const isOnScreen = ({ x, y, width, height }: Rectangle): boolean =>
  screen
    .getAllDisplays()
    .some(
      ({ workArea }) =>
        x < workArea.x + workArea.width &&
        x + width > workArea.x &&
        y < workArea.y + workArea.height &&
        y + height > workArea.y,
    );
