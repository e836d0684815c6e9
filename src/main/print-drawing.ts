import { BrowserWindow } from 'electron';

export interface Drawing {
  readonly title: string;
  readonly svg: string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

const pixelsPerInch = 96;

/**
 * A drawing as a PDF of one page of its size: lines are lines, texts are texts, in fonts that are in the file. Chromium prints it, in a
 * window that nobody sees: sandboxed, without preload and network, and with a page (`paper.html`) that runs no script of the drawing's.
 */
export const createDrawingPrinter =
  (pageAddress: string) =>
  async ({ width, height, ...drawing }: Drawing): Promise<Uint8Array> => {
    const window = new BrowserWindow({
      show: false,
      webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false },
    });
    try {
      await window.loadURL(new URL('paper.html', pageAddress).href);
      await window.webContents.executeJavaScript(layOut(drawing));
      const size = { width: Math.ceil(width), height: Math.ceil(height) };
      return await window.webContents.printToPDF({
        printBackground: true,
        pageSize: { width: size.width / pixelsPerInch, height: size.height / pixelsPerInch },
        margins: { top: 0, bottom: 0, left: 0, right: 0 },
      });
    } finally {
      window.destroy();
    }
  };

/** Settles when the fonts that the drawing's texts need are there, and the pictures in it. */
const layOut = ({ title, svg }: Pick<Drawing, 'title' | 'svg'>): string => `(async () => {
  document.title = ${JSON.stringify(title)};
  const { documentElement } = new DOMParser().parseFromString(${JSON.stringify(svg)}, 'image/svg+xml');
  document.body.replaceChildren(document.adoptNode(documentElement));
  const fonts = new Set([...document.querySelectorAll('text')].map((text) => getComputedStyle(text).font));
  await Promise.all([...fonts].map((font) => document.fonts.load(font, document.body.textContent)));
  await Promise.all([...document.querySelectorAll('image')].map((image) => image.decode()));
})()`;
