import { BrowserWindow, type IpcMainEvent, ipcMain } from 'electron';
import { channels } from '../shared/channels.ts';
import { isCommandName, isShellCommandName } from '../shared/contract/index.ts';
import { type ErrorData, toErrorData } from '../shared/errors.ts';
import {
  type ClientMessage,
  clientMessage,
  type EngineMessage,
  type EngineState,
} from '../shared/protocol.ts';
import type { EngineSupervisor } from './engine-supervisor.ts';
import { answerShellCommand } from './shell-commands.ts';
import { isOwnAddress } from './windows.ts';

/** Passes messages between windows and engine; answers the shell's own commands; refuses what the contract does not know. */
export const connectWindows = (supervisor: () => EngineSupervisor): void => {
  ipcMain.on(channels.toEngine, (event, raw: unknown) => {
    const window = ownWindow(event);
    const message = clientMessage.safeParse(raw);
    if (window === null || !message.success) return;
    void route(message.data, window, supervisor());
  });
};

/** Only the main frame of one of our windows, showing our page, may speak. */
const ownWindow = (event: IpcMainEvent): BrowserWindow | null => {
  const { senderFrame, sender } = event;
  if (senderFrame === null || senderFrame.parent !== null || !isOwnAddress(senderFrame.url)) return null;
  return BrowserWindow.fromWebContents(sender);
};

const route = async (
  message: ClientMessage,
  window: BrowserWindow,
  supervisor: EngineSupervisor,
): Promise<void> => {
  if (message.kind === 'cancel') {
    supervisor.send(window.id, message);
    return;
  }
  const { id, command, input } = message;
  const fail = (error: ErrorData): void => sendToWindow(window, { kind: 'error', id, error });
  if (!isCommandName(command)) {
    fail({ code: 'invalid-input', message: `There is no command “${command}”.` });
  } else if (!isShellCommandName(command)) {
    supervisor.send(window.id, message);
  } else {
    try {
      sendToWindow(window, { kind: 'result', id, output: await answerShellCommand(command, input, window) });
    } catch (thrown) {
      fail(toErrorData(thrown));
    }
  }
};

export const sendToWindow = (window: BrowserWindow, message: EngineMessage): void => {
  if (!window.isDestroyed()) window.webContents.send(channels.fromEngine, message);
};

export const sendState = (window: BrowserWindow, state: EngineState): void => {
  if (!window.isDestroyed()) window.webContents.send(channels.engineState, state);
};
