import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels } from '../shared/channels.ts';
import type { EngineMessage, EngineState, WindowBridge } from '../shared/protocol.ts';

/** The bridge carries messages and knows no command: what may be sent is decided by the contract, in the main process. */

let lastState: EngineState | undefined;
const stateListeners = new Set<(state: EngineState) => void>();
ipcRenderer.on(channels.engineState, (_event, state: EngineState) => {
  lastState = state;
  for (const listener of stateListeners) listener(state);
});

const bridge: WindowBridge = {
  send: (message) => ipcRenderer.send(channels.toEngine, message),
  onMessage: (listener) => {
    const receive = (_event: unknown, message: EngineMessage): void => listener(message);
    ipcRenderer.on(channels.fromEngine, receive);
    return () => ipcRenderer.removeListener(channels.fromEngine, receive);
  },
  onEngineState: (listener) => {
    stateListeners.add(listener);
    // The engine may have been ready before the window's script asked.
    if (lastState !== undefined) listener(lastState);
    return () => stateListeners.delete(listener);
  },
  pathOfDroppedFile: (file) => webUtils.getPathForFile(file as File),
  platform: process.platform as WindowBridge['platform'],
};

contextBridge.exposeInMainWorld('modelyard', bridge);
