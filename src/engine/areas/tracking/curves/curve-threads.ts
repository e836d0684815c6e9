import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Curve } from '../../../../shared/model/series/curve.ts';
import type { Smoothing } from '../../../../shared/model/series/smooth-curve.ts';
import type { SeriesState } from '../../../store/metric-columns.ts';
import type { LoadedHistory } from './load-history.ts';

export interface SmoothingTask {
  readonly curve: Pick<Curve, 'x' | 'y'>;
  readonly smoothing: Smoothing;
}

/** What a thread is asked: a series from its beginning, or the smoothed y of a curve. */
export type ThreadTask =
  | { readonly kind: 'load'; readonly state: SeriesState }
  | ({ readonly kind: 'smooth' } & SmoothingTask);

/** What takes tenths of a second and longer, beside the thread that answers. Answers come in the order of what was asked. */
export interface CurveThreads {
  load(states: readonly SeriesState[]): Promise<LoadedHistory[]>;
  smooth(tasks: readonly SmoothingTask[]): Promise<Float64Array[]>;
}

/** Each reads a million points in a third of a second, and holds them while it does. */
const mostThreads = 4;

/** As many threads as there are processors, at most four. `program` is host/curve-thread, built or as source. */
export const createCurveThreads = (
  program: URL,
  database: { readonly file: string; readonly backupsFolder: string },
): CurveThreads => {
  const perform = async <Answer>(tasks: readonly ThreadTask[]): Promise<Answer[]> => {
    const answers: Answer[] = [];
    const waiting = tasks.entries();
    const work = async (): Promise<void> => {
      const thread = new Worker(program, { workerData: database });
      try {
        for (const [place, task] of waiting) {
          thread.postMessage(task);
          [answers[place]] = (await once(thread, 'message')) as [Answer];
        }
      } finally {
        await thread.terminate();
      }
    };
    const threads = Math.min(tasks.length, availableParallelism(), mostThreads);
    await Promise.all(Array.from({ length: threads }, work));
    return answers;
  };
  return {
    load: (states) => perform(states.map((state) => ({ kind: 'load', state }))),
    // Everything that is in a task is copied.
    smooth: (tasks) =>
      perform(
        tasks.map(({ curve: { x, y }, smoothing }) => ({ kind: 'smooth', curve: { x, y }, smoothing })),
      ),
  };
};
