import { ArtifactFormatError } from '../artifact-format-error.ts';

/** The bytes are no workbook that is read here; the message says what is wrong, without naming a file. */
export class WorkbookFormatError extends ArtifactFormatError {
  override readonly name = 'WorkbookFormatError';
}
