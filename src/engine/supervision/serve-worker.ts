import { toErrorData } from '../../shared/errors.ts';
import type { WorkContext } from '../ports/data-engine.ts';
import type { FromWorker, ToWorker } from './worker-protocol.ts';

/** The worker's side: answers every call, in any order, and stops those that are cancelled. */
export const serveWorker = <Methods extends object>(
  methods: Methods,
  send: (message: FromWorker) => void,
): ((message: ToWorker) => void) => {
  const running = new Map<number, AbortController>();

  const perform = async (method: string, request: unknown, context: WorkContext): Promise<unknown> => {
    if (!Object.hasOwn(methods, method)) throw new Error(`There is no “${method}” to ask for.`);
    const asked = methods[method as keyof Methods] as (
      request: unknown,
      context: WorkContext,
    ) => Promise<unknown>;
    return asked.call(methods, request, context);
  };

  const answer = async (id: number, method: string, request: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      const context = {
        signal: controller.signal,
        progress: (progress) => send({ kind: 'progress', id, progress }),
      } satisfies WorkContext;
      send({ kind: 'result', id, answer: await perform(method, request, context) });
    } catch (error) {
      send({ kind: 'error', id, error: toErrorData(error) });
    } finally {
      running.delete(id);
    }
  };

  return (message) => {
    if (message.kind === 'cancel') running.get(message.id)?.abort();
    else void answer(message.id, message.method, message.request);
  };
};
