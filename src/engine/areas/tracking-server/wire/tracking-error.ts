import { EngineError, type ErrorCode } from '../../../../shared/errors.ts';

/** MLflow's error codes with the HTTP status each travels with. */
const statusOf = {
  INVALID_PARAMETER_VALUE: 400,
  BAD_REQUEST: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  PERMISSION_DENIED: 403,
  RESOURCE_DOES_NOT_EXIST: 404,
  ENDPOINT_NOT_FOUND: 404,
  REQUEST_LIMIT_EXCEEDED: 429,
  INTERNAL_ERROR: 500,
  INVALID_STATE: 500,
  DATA_LOSS: 500,
  NOT_IMPLEMENTED: 501,
  TEMPORARILY_UNAVAILABLE: 503,
} as const;

export type TrackingErrorCode = keyof typeof statusOf;

/** The classes that MLflow 3.17 sorts its codes into, with their SQLSTATE; codes that have none come without. */
const classOf: Partial<Record<TrackingErrorCode, readonly [sqlstate: string, errorClass: string]>> = {
  INVALID_PARAMETER_VALUE: ['KAM00', 'INVALID_PARAMETER_VALUE'],
  BAD_REQUEST: ['KAM00', 'INVALID_PARAMETER_VALUE'],
  RESOURCE_ALREADY_EXISTS: ['KAM00', 'RESOURCE_ALREADY_EXISTS'],
  PERMISSION_DENIED: ['KAM00', 'PERMISSION_DENIED'],
  RESOURCE_DOES_NOT_EXIST: ['KAM00', 'RESOURCE_NOT_FOUND'],
  ENDPOINT_NOT_FOUND: ['KAM00', 'RESOURCE_NOT_FOUND'],
  INTERNAL_ERROR: ['XXM00', 'CLIENT_INTERNAL_ERROR'],
  INVALID_STATE: ['XXM00', 'CLIENT_INTERNAL_ERROR'],
  TEMPORARILY_UNAVAILABLE: ['XXM00', 'CLIENT_INTERNAL_ERROR'],
};

/** A refusal as MLflow's clients understand it. Their message for a person is `message`. */
export class TrackingError extends Error {
  override readonly name = 'TrackingError';
  readonly code: TrackingErrorCode;
  readonly status: number;

  /** Clients try 5xx again for minutes; `status` is for a code that would be one although nothing gets better by itself. */
  constructor(code: TrackingErrorCode, message: string, status: number = statusOf[code]) {
    super(message);
    this.code = code;
    this.status = status;
  }

  /** The body of the answer. */
  toJson(): string {
    const [sqlstate, error_class] = classOf[this.code] ?? [];
    return JSON.stringify({ error_code: this.code, message: this.message, sqlstate, error_class });
  }
}

export const invalid = (message: string): TrackingError =>
  new TrackingError('INVALID_PARAMETER_VALUE', message);

export const doesNotExist = (message: string): TrackingError =>
  new TrackingError('RESOURCE_DOES_NOT_EXIST', message);

/** Clients try 5xx again for minutes, so only what may go better the next time is one. */
const codeOf: Partial<Record<ErrorCode, TrackingErrorCode>> = {
  'invalid-input': 'INVALID_PARAMETER_VALUE',
  'not-found': 'RESOURCE_DOES_NOT_EXIST',
  'already-exists': 'RESOURCE_ALREADY_EXISTS',
  conflict: 'BAD_REQUEST',
  'permission-denied': 'PERMISSION_DENIED',
  'disk-full': 'TEMPORARILY_UNAVAILABLE',
  'data-malformed': 'INVALID_PARAMETER_VALUE',
  'model-invalid': 'INVALID_PARAMETER_VALUE',
  'project-damaged': 'DATA_LOSS',
  unavailable: 'TEMPORARILY_UNAVAILABLE',
};

/** What is thrown by the store or by a defect of ours, for a client. */
export const toTrackingError = (thrown: unknown): TrackingError => {
  if (thrown instanceof TrackingError) return thrown;
  if (thrown instanceof EngineError)
    return new TrackingError(codeOf[thrown.code] ?? 'INTERNAL_ERROR', thrown.message);
  // Nothing here calls itself but what follows the nesting of a request.
  if (thrown instanceof RangeError && thrown.message === 'Maximum call stack size exceeded')
    return invalid('The request is nested too deep.');
  return new TrackingError('INTERNAL_ERROR', thrown instanceof Error ? thrown.message : String(thrown));
};
