import { toErrorData } from '../../../shared/errors.ts';
import type { DataEngine, DataSource, WorkContext } from '../../ports/data-engine.ts';
import type { DataMethod, DataRequest, FromDataWorker, ToDataWorker } from './data-worker-protocol.ts';

const perform = (
  engine: DataEngine,
  method: DataMethod,
  request: unknown,
  context: WorkContext,
): Promise<unknown> => {
  switch (method) {
    case 'sniff':
      return engine.sniff(request as DataRequest<'sniff'>, context);
    case 'digest':
      return engine.digest(request as string, context);
    case 'rows':
      return engine.rows(request as DataRequest<'rows'>, context);
    case 'profile':
      return engine.profile(request as DataSource, context);
    case 'openTextTable':
      return engine.openTextTable(request as DataRequest<'openTextTable'>, context);
    case 'countTextRows':
      return engine.countTextRows(request as DataRequest<'countTextRows'>, context);
    case 'textRows':
      return engine.textRows(request as DataRequest<'textRows'>, context);
    case 'writeParquet':
      return engine.writeParquet(request as DataRequest<'writeParquet'>, context);
  }
};

/** The worker's side: answers every call, in any order, and stops those that are cancelled. */
export const serveDataWorker = (engine: DataEngine, send: (message: FromDataWorker) => void) => {
  const running = new Map<number, AbortController>();

  const answer = async (id: number, method: DataMethod, request: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const context = {
        signal: controller.signal,
        progress: (progress) => send({ kind: 'progress', id, progress }),
      } satisfies WorkContext;
      send({ kind: 'result', id, answer: await perform(engine, method, request, context) });
    } catch (error) {
      send({ kind: 'error', id, error: toErrorData(error) });
    } finally {
      running.delete(id);
    }
  };

  return (message: ToDataWorker): void => {
    if (message.kind === 'cancel') running.get(message.id)?.abort();
    else void answer(message.id, message.method, message.request);
  };
};
