import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SeriesState } from '../../../store/metric-columns.ts';
import type { LoadedHistory } from './load-history.ts';

/** Loads several series, each from its beginning; in their order. */
export type LoadHistories = (states: readonly SeriesState[]) => Promise<LoadedHistory[]>;

/** Each reads a million points in a third of a second, and holds them while it does. */
const mostThreads = 4;

/** In as many threads as there are processors, at most four. `program` is host/history-thread, built or as source. */
export const loadInThreads =
  (program: URL, database: { readonly file: string; readonly backupsFolder: string }): LoadHistories =>
  async (states) => {
    const loaded: LoadedHistory[] = [];
    const waiting = states.entries();
    const work = async (): Promise<void> => {
      const thread = new Worker(program, { workerData: database });
      try {
        for (const [place, state] of waiting) {
          thread.postMessage(state);
          [loaded[place]] = (await once(thread, 'message')) as [LoadedHistory];
        }
      } finally {
        await thread.terminate();
      }
    };
    const threads = Math.min(states.length, availableParallelism(), mostThreads);
    await Promise.all(Array.from({ length: threads }, work));
    return loaded;
  };
