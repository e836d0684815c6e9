import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { EngineMessage, EngineState, WindowBridge } from '../shared/protocol.ts';

/** A relay of messages; it knows no command, so that a new one changes nothing here. */
const listen = <Message>(channel: string, listener: (message: Message) => void): (() => void) => {
  const onMessage = (_event: unknown, message: Message) => listener(message);
  ipcRenderer.on(channel, onMessage);
  return () => ipcRenderer.removeListener(channel, onMessage);
};

const bridge: WindowBridge = {
  send: (message) => ipcRenderer.send('modelyard:send', message),
  onMessage: (listener) => listen<EngineMessage>('modelyard:message', listener),
  onEngineState: (listener) => {
    const stop = listen<EngineState>('modelyard:engine-state', listener);
    ipcRenderer.send('modelyard:ask-engine-state');
    return stop;
  },
  pathOfDroppedFile: (file) => webUtils.getPathForFile(file as File),
  platform: process.platform as WindowBridge['platform'],
};

contextBridge.exposeInMainWorld('modelyard', bridge);
