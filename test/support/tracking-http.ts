import { onTestFinished } from 'vitest';
import { createTrackingHttpServer } from '../../src/engine/areas/tracking-server/http-server.ts';
import { createReleasedObjects } from '../../src/engine/areas/tracking-server/released-objects.ts';
import { routes, rpcs } from '../../src/engine/areas/tracking-server/routes/index.ts';
import { createWriteQueue } from '../../src/engine/areas/tracking-server/write-queue.ts';
import { openTestProject } from './project-services.ts';

/** The tracking server's answers over a real database, without a socket. */
export const openTrackingHttp = () => {
  const services = openTestProject();
  const { store, objects, eventLog, clock, ids, machine, logger, changed } = services;
  const points: { runId: string; count: number }[] = [];
  const write = createWriteQueue(store);
  const releasing = createReleasedObjects({ write, objects, logger, everyMs: 20 });
  const app = createTrackingHttpServer({
    rpcs,
    routes,
    logger,
    context: {
      ...{
        reader: store.reader,
        folder: services.paths.folder,
        write,
        objects,
        released: releasing.released,
        eventLog,
        clock,
        ids,
        machine,
        changed,
      },
      logged: (runId, logged) => void points.push({ runId, count: logged.length }),
    },
  });
  onTestFinished(async () => {
    await app.close();
    await releasing.close();
  });

  /** Answers status and body; calls go to `/api/2.0/mlflow` unless they name more. */
  const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, given: object = {}) => {
    const url = path.startsWith('/') ? path : `/api/2.0/mlflow/${path}`;
    const response = await app.inject(
      method === 'GET'
        ? { method, url, query: given as Record<string, string>, headers: { host: 'localhost' } }
        : { method, url, payload: given, headers: { host: 'localhost' } },
    );
    return { status: response.statusCode, body: JSON.parse(response.body) as Record<string, never> };
  };
  const createRun = async (given: object = {}): Promise<string> => {
    const { body } = await call('POST', 'runs/create', given);
    return (body as unknown as { run: { info: { run_id: string } } }).run.info.run_id;
  };
  return { app, services, points, call, createRun };
};
