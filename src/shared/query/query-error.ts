/** A stretch of the filter's text; `end` is excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What to write instead of a stretch of the filter. */
export interface Fix extends Span {
  readonly text: string;
}

/** A filter that cannot be understood. Positions count UTF-16 units from 0, for marking the place. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly code = 'invalid-input';
  readonly position: number;
  readonly end: number;
  readonly fix: Fix | undefined;

  constructor(message: string, { start, end }: Span, fix?: Fix) {
    super(`${message} (at character ${start + 1})`);
    this.position = start;
    this.end = end;
    this.fix = fix;
  }
}
