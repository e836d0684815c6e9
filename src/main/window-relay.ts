import { ipcMain, type WebContents } from 'electron';
import { isCommandName, isShellCommandName } from '../shared/contract/index.ts';
import { EngineError, toErrorData } from '../shared/errors.ts';
import type { ProjectInfo } from '../shared/model/project.ts';
import type { StartedCall } from '../shared/pending-calls.ts';
import { type ClientMessage, clientMessage, type EngineMessage } from '../shared/protocol.ts';
import type { EngineSupervisor } from './engine-supervisor.ts';
import { isFromOurPage } from './harden.ts';

type CallMessage = ClientMessage & { kind: 'call' };

const opening = new Set(['projects.open', 'projects.create', 'projects.createSample']);

/** Carries the calls of every window to the engine or to the shell, and the answers back. */
export const relayWindows = ({
  origin,
  supervisor,
  answerShell,
  openFolders,
}: {
  origin: string;
  supervisor: EngineSupervisor;
  answerShell: (command: string, input: unknown, sender: WebContents) => Promise<unknown>;
  /** Kept up to date here: what the engine must have open after a restart. */
  openFolders: Set<string>;
}): { windowClosed(windowId: number): void } => {
  /** Calls under way by window and the window's own number for them. */
  const underWay = new Map<string, StartedCall>();

  const ask = ({ command, project, input, id }: CallMessage, sender: WebContents, key: string) => {
    if (!isCommandName(command)) {
      throw new EngineError('invalid-input', `There is no command “${command}”.`);
    }
    if (isShellCommandName(command)) return answerShell(command, input, sender);
    const onProgress = (progress: (EngineMessage & { kind: 'progress' })['progress']) =>
      send(sender, { kind: 'progress', id, progress });
    const started = supervisor.call({ command, project, input, onProgress });
    underWay.set(key, started);
    return started.answer;
  };

  const answer = async (message: CallMessage, sender: WebContents) => {
    const { id, command, input } = message;
    const key = keyOf(sender, id);
    try {
      const output = await ask(message, sender, key);
      if (opening.has(command)) openFolders.add((output as ProjectInfo).folder);
      if (command === 'projects.close') openFolders.delete((input as { folder: string }).folder);
      send(sender, { kind: 'result', id, output });
    } catch (thrown) {
      send(sender, { kind: 'error', id, error: toErrorData(thrown) });
    } finally {
      underWay.delete(key);
    }
  };

  ipcMain.on('modelyard:send', (event, raw) => {
    if (!isFromOurPage(event, origin)) return;
    const parsed = clientMessage.safeParse(raw);
    if (!parsed.success) return;
    if (parsed.data.kind === 'cancel') underWay.get(keyOf(event.sender, parsed.data.id))?.cancel();
    else void answer(parsed.data, event.sender);
  });
  ipcMain.on('modelyard:ask-engine-state', (event) => {
    if (isFromOurPage(event, origin)) event.sender.send('modelyard:engine-state', supervisor.state);
  });
  return {
    windowClosed: (windowId) => {
      for (const [key, call] of underWay) if (key.startsWith(`${windowId} `)) call.cancel();
    },
  };
};

const keyOf = (sender: WebContents, id: string) => `${sender.id} ${id}`;

/** The window may have been closed before its answer came. */
const send = (window: WebContents, message: EngineMessage): void => {
  if (!window.isDestroyed()) window.send('modelyard:message', message);
};
