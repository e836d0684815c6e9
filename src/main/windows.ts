import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Memory, Remembered } from './remembered.ts';
import type { WindowStart } from './shell-commands.ts';

const standardSize = { width: 1280, height: 800 };
const smallestSize = { minWidth: 800, minHeight: 560 };
/** The page's background, so that a new window does not flash white. */
const backgrounds = { dark: '#16181d', light: '#fafafa' };
const nextWindowOffset = 32;

export interface Windows {
  open(start: WindowStart): BrowserWindow;
  startOf(window: BrowserWindow): WindowStart;
  rememberFolder(window: BrowserWindow, folder: string | null): void;
  all(): BrowserWindow[];
}

export const createWindows = ({
  memory,
  outFolder,
  pageAddress,
  icon,
}: {
  memory: Memory;
  outFolder: string;
  pageAddress: string;
  icon: string;
}): Windows => {
  const starts = new WeakMap<BrowserWindow, WindowStart>();

  const keepBounds = (window: BrowserWindow) => {
    const bounds = { ...window.getNormalBounds(), isMaximized: window.isMaximized() };
    memory.change({ bounds });
  };

  /** Without those that nobody sees. */
  const all = () => BrowserWindow.getAllWindows().filter((window) => starts.has(window));

  return {
    rememberFolder: (window, folder) => starts.set(window, { folder, openSample: false }),
    all,
    startOf: (window) => starts.get(window) ?? { folder: null, openSample: false },
    open: (start) => {
      nativeTheme.themeSource = memory.current.theme;
      const window = new BrowserWindow({
        ...placeOf(memory.current.bounds, all().length),
        ...smallestSize,
        icon,
        title: 'Modelyard',
        show: false,
        backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
        autoHideMenuBar: true,
        webPreferences: {
          preload: join(outFolder, 'preload', 'index.cjs'),
          sandbox: true,
          contextIsolation: true,
          nodeIntegration: false,
          webviewTag: false,
          spellcheck: false,
          // Chromium's viewer of PDF files is one; there are no others.
          plugins: true,
        },
      });
      window.once('ready-to-show', () => {
        if (memory.current.bounds?.isMaximized) window.maximize();
        window.show();
      });
      starts.set(window, start);
      window.on('close', () => keepBounds(window));
      void window.loadURL(pageAddress);
      return window;
    },
  };
};

/** Where the last window stood, if that is still on a screen; further windows a little beside it. */
const placeOf = (bounds: Remembered['bounds'], windows: number) => {
  if (bounds === null) return standardSize;
  const { isMaximized: _isMaximized, ...place } = bounds;
  const offset = windows * nextWindowOffset;
  const moved = { ...place, x: place.x + offset, y: place.y + offset };
  const { workArea } = screen.getDisplayMatching(moved);
  const isVisible =
    moved.x < workArea.x + workArea.width &&
    moved.x + moved.width > workArea.x &&
    moved.y < workArea.y + workArea.height &&
    moved.y >= workArea.y - nextWindowOffset;
  return isVisible ? moved : { width: place.width, height: place.height };
};
