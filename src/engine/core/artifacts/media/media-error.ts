import { ArtifactFormatError } from '../artifact-format-error.ts';

/** The bytes are no recording or film that is read here; the message says what is wrong, without naming a file. */
export class MediaFormatError extends ArtifactFormatError {
  override readonly name = 'MediaFormatError';
}
