import { z } from 'zod';
import { EngineError, type ErrorData } from '../../shared/errors.ts';

/**
 * How an engine that ends and those attached to it part: it says that it ends, each of them answers that it asks nothing more. What
 * was asked in between is refused as not begun, so that everybody knows of every call what became of it.
 */
export const ending = z.object({ kind: z.literal('ending') });
export const detaching = z.object({ kind: z.literal('detaching') });
export type Ending = z.infer<typeof ending>;
export type Detaching = z.infer<typeof detaching>;

/** Who does not answer for so long is stopped or hangs. */
export const longestPartingMs = 3000;

/** The call has changed nothing, and can be made of whoever opens the project next. */
export const notBegun: ErrorData = {
  code: 'unavailable',
  message: 'The engine that had this project open is ending. Nothing was begun; try again.',
  details: { begun: false },
};

/** Nobody knows how far the call came. */
export const holderHasGone: ErrorData = {
  code: 'unavailable',
  message:
    'The engine that had this project open ended before it answered. See whether it was done, and else try again: the project is opened anew.',
  details: { begun: null },
};

const begunOf = (thrown: unknown): unknown =>
  thrown instanceof EngineError && thrown.code === 'unavailable' ? thrown.details?.begun : undefined;

export const wasNotBegun = (thrown: unknown): boolean => begunOf(thrown) === false;
export const hadNoAnswer = (thrown: unknown): boolean => begunOf(thrown) === null;
