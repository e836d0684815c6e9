import type { ErrorData } from '../../../../shared/errors.ts';
import type { CurvesAnswer } from '../../../../shared/model/series/curves-answer.ts';
import type { CurvesRequest } from './read-curves.ts';

export interface ToCurveWorker {
  readonly id: number;
  readonly request: CurvesRequest;
}

export type FromCurveWorker =
  | { readonly id: number; readonly answer: CurvesAnswer }
  | { readonly id: number; readonly error: ErrorData };
