import type { ErrorData } from '../../../shared/errors.ts';
import type { Progress } from '../../../shared/model/progress.ts';
import type { DataEngine } from '../../ports/data-engine.ts';

export type DataMethod = keyof DataEngine;

/** What each method takes besides its context. */
export type DataRequest<Method extends DataMethod> = Parameters<DataEngine[Method]>[0];
export type DataAnswer<Method extends DataMethod> = Awaited<ReturnType<DataEngine[Method]>>;

export type ToDataWorker =
  | { kind: 'call'; id: number; method: DataMethod; request: unknown }
  | { kind: 'cancel'; id: number };

export type FromDataWorker =
  | { kind: 'result'; id: number; answer: unknown }
  | { kind: 'error'; id: number; error: ErrorData }
  | { kind: 'progress'; id: number; progress: Progress };
