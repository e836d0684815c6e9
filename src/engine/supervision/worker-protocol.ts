import type { ErrorData } from '../../shared/errors.ts';
import type { Progress } from '../../shared/model/progress.ts';

/** What a worker is asked: functions of one request, which may be cancelled and may say how far they are. Requests and answers are JSON. */
export type WorkerRequest<Methods, Name extends keyof Methods> = Methods[Name] extends (
  request: infer Request,
  ...rest: never[]
) => unknown
  ? Request
  : never;
export type WorkerAnswer<Methods, Name extends keyof Methods> = Methods[Name] extends (
  ...parameters: never[]
) => infer Answer
  ? Awaited<Answer>
  : never;

export type ToWorker =
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly request: unknown }
  | { readonly kind: 'cancel'; readonly id: number };

export type FromWorker =
  | { readonly kind: 'result'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: ErrorData }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress };
