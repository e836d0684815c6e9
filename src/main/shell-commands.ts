import { existsSync } from 'node:fs';
import { app, type BrowserWindow, dialog, nativeTheme, shell } from 'electron';
import type { z } from 'zod';
import { shellContract } from '../shared/contract/shell.ts';
import { EngineError } from '../shared/errors.ts';
import { readMemory, remember } from './window-memory.ts';
import { openWindow, requestOf, setFolderOf } from './windows.ts';

type ShellHandlers = {
  readonly [Name in keyof typeof shellContract]: (
    input: z.output<(typeof shellContract)[Name]['input']>,
    window: BrowserWindow,
  ) =>
    | Promise<z.input<(typeof shellContract)[Name]['output']>>
    | z.input<(typeof shellContract)[Name]['output']>;
};

const fileKinds = {
  data: { name: 'Data', extensions: ['csv', 'tsv', 'parquet', 'jsonl', 'ndjson', 'txt'] },
  onnx: { name: 'ONNX model', extensions: ['onnx'] },
  any: { name: 'All files', extensions: ['*'] },
};

/** An endpoint on this machine; nothing else is opened in the browser. */
const isLocalAddress = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return (
    protocol === 'http:' && (hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]')
  );
};

const handlers: ShellHandlers = {
  'shell.chooseFolder': async ({ title, canCreate, defaultPath }, window) => {
    const { filePaths } = await dialog.showOpenDialog(window, {
      title,
      properties: canCreate ? ['openDirectory', 'createDirectory'] : ['openDirectory'],
      ...(defaultPath === undefined ? {} : { defaultPath }),
    });
    return { path: filePaths[0] ?? null };
  },
  'shell.chooseFile': async ({ title, kinds, defaultPath }, window) => {
    const { filePaths } = await dialog.showOpenDialog(window, {
      title,
      properties: ['openFile'],
      filters: kinds.map((kind) => fileKinds[kind]),
      ...(defaultPath === undefined ? {} : { defaultPath }),
    });
    return { path: filePaths[0] ?? null };
  },
  'shell.chooseSaveFile': async ({ title, suggestedName }, window) => {
    const { filePath } = await dialog.showSaveDialog(window, { title, defaultPath: suggestedName });
    return { path: filePath === '' ? null : filePath };
  },
  'shell.showInFolder': ({ path }) => {
    if (!existsSync(path)) throw new EngineError('not-found', `${path} is not there.`);
    shell.showItemInFolder(path);
    return {};
  },
  'shell.openAddress': async ({ url }) => {
    if (!isLocalAddress(url))
      throw new EngineError('invalid-input', `${url} is no address on this machine; only those are opened.`);
    await shell.openExternal(url);
    return {};
  },
  'shell.newWindow': ({ folder }) => {
    openWindow({ folder: folder ?? null, openSample: false });
    return {};
  },
  'shell.windowState': (_input, window) => ({
    ...requestOf(window),
    theme: readMemory().theme,
    version: app.getVersion(),
  }),
  'shell.remember': ({ folder, theme }, window) => {
    if (folder !== undefined) setFolderOf(window, folder);
    remember({ ...(folder === undefined ? {} : { folder }), ...(theme === undefined ? {} : { theme }) });
    if (theme !== undefined) nativeTheme.themeSource = theme;
    return {};
  },
};

/** Answers a command of the shell. Errors: `invalid-input` with the field that is wrong, and what the command itself throws. */
export const answerShellCommand = async (
  name: keyof typeof shellContract,
  rawInput: unknown,
  window: BrowserWindow,
): Promise<unknown> => {
  const parsed = shellContract[name].input.safeParse(rawInput);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new EngineError(
      'invalid-input',
      `${name}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'wrong input'}`,
    );
  }
  return await handlers[name](parsed.data as never, window);
};
