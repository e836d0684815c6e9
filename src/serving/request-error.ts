import { RowError } from '../shared/model/encode-rows.ts';
import { ModelShapeError } from '../shared/model/model-tensors.ts';

/** Every way a request can fail, with its HTTP status. Closed: clients can rely on the set. */
export const errorStatus = {
  'malformed-json': 400,
  'wrong-shape': 400,
  'wrong-type': 400,
  'not-finite': 400,
  'unknown-column': 400,
  'missing-column': 400,
  'host-not-allowed': 403,
  'origin-not-allowed': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'request-timeout': 408,
  'too-large': 413,
  'unsupported-media-type': 415,
  'prediction-not-possible': 422,
  'queue-full': 429,
  internal: 500,
  'not-ready': 503,
} as const;
export type RequestErrorCode = keyof typeof errorStatus;

export interface ErrorBody {
  readonly error: { readonly code: RequestErrorCode; readonly message: string } & RowError['at'];
}

export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: RequestErrorCode;

  constructor(code: RequestErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Flattens whatever was thrown. What we do not know is `internal`, and its text stays in the server's log. */
export function toErrorBody(thrown: unknown): ErrorBody {
  if (thrown instanceof RequestError) return { error: { code: thrown.code, message: thrown.message } };
  if (thrown instanceof RowError) {
    return { error: { code: thrown.problem, message: thrown.message, ...thrown.at } };
  }
  if (thrown instanceof ModelShapeError) {
    return { error: { code: 'prediction-not-possible', message: thrown.message } };
  }
  return fromFramework((thrown as { code?: unknown } | null)?.code);
}

const frameworkErrors: Readonly<Record<string, { code: RequestErrorCode; message: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'too-large',
    message: 'The request is larger than this server takes. Send fewer rows at a time.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'unsupported-media-type',
    message: 'Send JSON with the header Content-Type: application/json.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'malformed-json',
    message: 'The body is not as long as Content-Length says.',
  },
  FST_ERR_BAD_URL: { code: 'not-found', message: 'There is no such address here.' },
};

const fromFramework = (code: unknown): ErrorBody => ({
  error: (typeof code === 'string' ? frameworkErrors[code] : undefined) ?? {
    code: 'internal',
    message: 'The server failed to answer this request. Its log says why.',
  },
});
