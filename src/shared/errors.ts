import { z } from 'zod';

/** Every way a command can fail. Closed: a new way of failing is a new line here, so that clients can rely on the set. */
export const errorCodes = [
  'invalid-input', // the request is wrong: a column, a value, a file name
  'not-found',
  'already-exists',
  'conflict', // the thing is in a state that does not allow it
  'permission-denied', // the operating system refuses: read-only folder, another user's file
  'disk-full',
  'data-malformed', // a data file cannot be read as what it claims to be
  'model-invalid', // a model file is damaged, hostile or of a kind we do not run
  'port-in-use',
  'project-too-new',
  'project-damaged',
  'not-a-project',
  'unavailable', // something needed is not there now: Docker, the engine while it restarts
  'cancelled',
  'job-failed',
  'internal', // a defect of ours
] as const;

export const errorCode = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof errorCode>;

/** The one shape in which an error crosses a process border. */
export const errorData = z.object({
  code: errorCode,
  /** What happened, where, and what to do next; for a person. */
  message: z.string(),
  /** JSON-safe facts for programs: column, row, path, port … */
  details: z.record(z.string(), z.unknown()).optional(),
});
export type ErrorData = z.infer<typeof errorData>;

export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: Record<string, unknown> | undefined; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details;
  }
}

/** Flattens whatever was thrown. Unknown things become `internal`: their message is kept, their stack stays in the log. */
export const toErrorData = (thrown: unknown): ErrorData => {
  if (thrown instanceof EngineError) {
    return {
      code: thrown.code,
      message: thrown.message,
      ...(thrown.details === undefined ? {} : { details: thrown.details }),
    };
  }
  if (thrown instanceof Error) {
    if (thrown.name === 'AbortError') return { code: 'cancelled', message: 'Cancelled.' };
    const systemCode = (thrown as Error & { code?: unknown }).code;
    const known = typeof systemCode === 'string' ? fromSystemCode(systemCode) : undefined;
    if (known !== undefined) return { code: known, message: thrown.message, details: { systemCode } };
    return { code: 'internal', message: thrown.message };
  }
  return { code: 'internal', message: String(thrown) };
};

/** Rebuilds an error on the other side of a process border. */
export const isFullDiskError = (thrown: unknown): boolean => toErrorData(thrown).code === 'disk-full';

export const fromErrorData = (data: ErrorData): EngineError =>
  new EngineError(data.code, data.message, { details: data.details });

const systemCodes: Record<string, ErrorCode> = {
  ENOENT: 'not-found',
  EEXIST: 'already-exists',
  EACCES: 'permission-denied',
  EPERM: 'permission-denied',
  EROFS: 'permission-denied',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  SQLITE_FULL: 'disk-full',
  SQLITE_READONLY: 'permission-denied',
  SQLITE_CORRUPT: 'project-damaged',
  SQLITE_NOTADB: 'project-damaged',
  EADDRINUSE: 'port-in-use',
  // A path with a NUL in it.
  ERR_INVALID_ARG_VALUE: 'invalid-input',
};

const fromSystemCode = (code: string): ErrorCode | undefined => systemCodes[code];
