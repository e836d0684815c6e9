import { statSync } from 'node:fs';
import { extname } from 'node:path';
import { BrowserWindow, dialog, type FileFilter, nativeTheme, shell, type WebContents } from 'electron';
import type { z } from 'zod';
import { shellContract } from '../shared/contract/shell.ts';
import { EngineError } from '../shared/errors.ts';
import { isLocalAddress } from './harden.ts';
import type { Drawing } from './print-drawing.ts';
import type { Memory } from './remembered.ts';
import { saveFile } from './save-file.ts';

type Handlers = {
  readonly [Name in keyof typeof shellContract]: (
    input: z.output<(typeof shellContract)[Name]['input']>,
    window: BrowserWindow,
  ) =>
    | Promise<z.input<(typeof shellContract)[Name]['output']>>
    | z.input<(typeof shellContract)[Name]['output']>;
};

export interface WindowStart {
  readonly folder: string | null;
  readonly openSample: boolean;
}

const fileKinds: Readonly<Record<'data' | 'onnx' | 'any', FileFilter>> = {
  data: { name: 'Data', extensions: ['csv', 'tsv', 'parquet', 'pq', 'jsonl', 'ndjson', 'txt', 'gz'] },
  onnx: { name: 'ONNX model', extensions: ['onnx'] },
  any: { name: 'All files', extensions: ['*'] },
};

const savedKinds: Readonly<Record<string, string>> = {
  ...{ csv: 'CSV', xlsx: 'Excel workbook', jsonl: 'JSON Lines', parquet: 'Parquet' },
  ...{ html: 'HTML page', pdf: 'PDF', png: 'PNG picture', svg: 'SVG drawing' },
};

/** null where the person thought better of it. */
const askWhereTo = async (
  window: BrowserWindow,
  { title, suggestedName }: { title: string; suggestedName: string },
): Promise<string | null> => {
  const ending = extname(suggestedName).slice(1).toLowerCase();
  const kind = savedKinds[ending];
  const chosen = await dialog.showSaveDialog(window, {
    ...{ title, defaultPath: suggestedName },
    ...(kind !== undefined && { filters: [{ name: kind, extensions: [ending] }, fileKinds.any] }),
  });
  return chosen.canceled ? null : chosen.filePath;
};

/** Answers the commands of the shell, each checked against the contract first. */
export const createShell = ({
  memory,
  version,
  startOf,
  rememberFolder,
  openWindow,
  artifactAddressOf,
  printDrawing,
}: {
  memory: Memory;
  version: string;
  startOf: (window: BrowserWindow) => WindowStart;
  /** So that a window that is loaded again shows what it showed. */
  rememberFolder: (window: BrowserWindow, folder: string | null) => void;
  openWindow: (start: WindowStart) => void;
  artifactAddressOf: (folder: string) => string;
  printDrawing: (drawing: Drawing) => Promise<Uint8Array>;
}): ((command: string, input: unknown, sender: WebContents) => Promise<unknown>) => {
  const handlers: Handlers = {
    'shell.chooseFolder': async ({ title, canCreate, defaultPath }, window) => {
      const properties = ['openDirectory' as const, ...(canCreate ? ['createDirectory' as const] : [])];
      const options = { title, properties, ...(defaultPath === undefined ? {} : { defaultPath }) };
      return { path: (await dialog.showOpenDialog(window, options)).filePaths[0] ?? null };
    },
    'shell.chooseFile': async ({ title, kinds, defaultPath }, window) => {
      const filters = kinds.map((kind) => fileKinds[kind]);
      const options = { title, filters, ...(defaultPath === undefined ? {} : { defaultPath }) };
      const chosen = await dialog.showOpenDialog(window, { ...options, properties: ['openFile'] });
      return { path: chosen.filePaths[0] ?? null };
    },
    'shell.chooseSaveFile': async (wanted, window) => ({ path: await askWhereTo(window, wanted) }),
    'shell.saveChart': async ({ title, suggestedName, content }, window) => {
      const path = await askWhereTo(window, { title: `Save ${title}`, suggestedName });
      if (path === null) return { path };
      const bytes = async () => {
        if (content.format === 'pdf') return printDrawing({ title, ...content });
        return content.format === 'png' ? Buffer.from(content.base64, 'base64') : content.text;
      };
      await saveFile(path, await bytes());
      return { path };
    },
    'shell.showInFolder': ({ path }) => {
      if (statSync(path, { throwIfNoEntry: false }) === undefined) {
        throw new EngineError('not-found', `${path} does not exist any more.`, { details: { path } });
      }
      shell.showItemInFolder(path);
      return {};
    },
    'shell.openAddress': async ({ url }) => {
      if (!isLocalAddress(url)) {
        throw new EngineError('permission-denied', `${url} is not an address of this machine.`);
      }
      await shell.openExternal(url);
      return {};
    },
    'shell.artifactAddress': ({ project }) => ({ address: artifactAddressOf(project) }),
    'shell.newWindow': ({ folder = null }) => {
      openWindow({ folder, openSample: false });
      return {};
    },
    'shell.windowState': (_input, window) => ({
      ...startOf(window),
      theme: memory.current.theme,
      version,
    }),
    'shell.remember': (changes, window) => {
      const { folder, theme } = changes;
      if (theme !== undefined) nativeTheme.themeSource = theme;
      if (folder !== undefined) rememberFolder(window, folder);
      memory.change({ ...(folder === undefined ? {} : { folder }), ...(theme && { theme }) });
      return {};
    },
  };

  return async (command, input, sender) => {
    const name = command as keyof typeof shellContract;
    const window = BrowserWindow.fromWebContents(sender);
    const parsed = shellContract[name].input.safeParse(input ?? {});
    if (!parsed.success || window === null) {
      throw new EngineError(
        'invalid-input',
        `${command}: ${parsed.error?.issues[0]?.message ?? 'no window'}`,
      );
    }
    return handlers[name](parsed.data as never, window);
  };
};
