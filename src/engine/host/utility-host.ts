import type { EngineMessage } from '../../shared/protocol.ts';
import { serveMessages } from '../dispatch/serve-messages.ts';
import { openEngine } from './in-process.ts';
import { findInstallation } from './installation.ts';
import { createStderrLogger } from './stderr-logger.ts';

/** The engine as a process of its own: Electron's utility process, or a Node child; the same messages over either carrier. */
interface UtilityPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

const port = (process as NodeJS.Process & { parentPort?: UtilityPort }).parentPort;
const logger = createStderrLogger('warn');

const send = (message: EngineMessage): void => {
  if (port !== undefined) port.postMessage(message);
  // The other side may be closing the channel just now, which without a callback ends this process before it has tidied up.
  else if (process.connected) process.send?.(message, () => {});
};

const engine = await openEngine({ background: true, actor: 'window', logger });
const server = serveMessages({ target: engine, send, logger });

/** What takes longer is ended: jobs and endpoints end themselves when their parent is gone. */
const longestClosingMs = 5000;

const end = async (): Promise<void> => {
  setTimeout(() => process.exit(1), longestClosingMs).unref();
  server.close();
  await engine.close();
  process.exit(0);
};

if (port === undefined) {
  process.on('message', server.receive);
  process.once('disconnect', end);
} else {
  port.on('message', ({ data }) => server.receive(data));
}
process.once('SIGTERM', end);
process.once('SIGINT', end);

send({ kind: 'ready', version: findInstallation().version, pid: process.pid });
