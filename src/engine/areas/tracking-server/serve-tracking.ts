import { EngineError } from '../../../shared/errors.ts';
import type { TrackingServerMessage } from '../../../shared/model/tracking-server-messages.ts';
import type { Machine } from '../../ports/machine.ts';
import type { ProjectPaths } from '../../ports/project-services.ts';
import type { Clock, Ids, Logger } from '../../ports/surroundings.ts';
import { createEventLog } from '../../store/event-log.ts';
import { createObjectStore } from '../../store/objects.ts';
import { openStore } from '../../store/open-store.ts';
import { createChangeNotices } from './change-notices.ts';
import { createTrackingHttpServer } from './http-server.ts';
import { createReleasedObjects } from './released-objects.ts';
import { routes, rpcs } from './routes/index.ts';
import { createWriteQueue } from './write-queue.ts';

/**
 * Serves one project to tracking clients on 127.0.0.1, over a connection of its own to the database. The engine that started it holds
 * the project's lock and has brought the database up to date.
 *
 * Errors: `port-in-use`, and whatever keeps the database from being opened.
 */
export const serveTracking = async (parts: {
  paths: ProjectPaths;
  port: number;
  clock: Clock;
  ids: Ids;
  machine: Machine;
  logger: Logger;
  tell: (message: TrackingServerMessage) => void;
}): Promise<{ port: number; close(): Promise<void> }> => {
  const { paths, clock, ids, machine, logger, tell } = parts;
  // So that the first client does not wait for what takes longest.
  void machine.facts();
  const store = openStore({ file: paths.database, backupsFolder: paths.backups, clock, logger });
  const notices = createChangeNotices(tell);
  const write = createWriteQueue(store);
  const objects = createObjectStore({ folder: paths.objects, store, clock, scratch: 'unfinished-uploads' });
  await objects.recover();
  const releasing = createReleasedObjects({ write, objects, logger });
  const app = createTrackingHttpServer({
    rpcs,
    routes,
    logger,
    context: {
      reader: store.reader,
      folder: paths.folder,
      ...{ write, objects, released: releasing.released },
      eventLog: createEventLog({ clock, actor: 'tracking client' }),
      ...{ clock, ids, machine, changed: notices.changed, logged: notices.logged },
    },
  });
  const close = async (): Promise<void> => {
    await app.close();
    notices.close();
    await releasing.close();
    await objects
      .close()
      .catch((thrown: unknown) =>
        logger.warn('Files that nothing holds could not be removed', { reason: String(thrown) }),
      );
    store.close();
  };
  try {
    await app.listen({ host: '127.0.0.1', port: parts.port });
  } catch (thrown) {
    await close();
    throw (thrown as NodeJS.ErrnoException).code === 'EADDRINUSE' ? portInUse(parts.port) : thrown;
  }
  const address = app.server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : parts.port, close };
};

const portInUse = (port: number): EngineError =>
  new EngineError('port-in-use', `Port ${port} is in use by another program. Choose another one.`, {
    details: { port },
  });
