import { ArtifactFormatError } from '../artifact-format-error.ts';

/** The bytes are no Arrow table that is read here; the message says what is wrong, without naming a file. */
export class ArrowFormatError extends ArtifactFormatError {
  override readonly name = 'ArrowFormatError';
}
