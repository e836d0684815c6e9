export type LearningErrorCode =
  | 'column-missing'
  | 'column-type'
  | 'target-constant'
  | 'target-empty'
  | 'target-class-too-rare'
  | 'target-too-many-classes'
  | 'target-not-numeric'
  | 'target-too-large'
  | 'parameter'
  | 'split'
  | 'no-rows'
  | 'no-inputs'
  | 'input-name'
  | 'signature';

/** The data or the request cannot be learned from; the message names the column or parameter and what to do about it. */
export class LearningError extends Error {
  override readonly name = 'LearningError';
  readonly code: LearningErrorCode;

  constructor(code: LearningErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
