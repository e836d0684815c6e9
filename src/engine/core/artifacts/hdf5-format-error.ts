import { ArtifactFormatError } from './artifact-format-error.ts';

/** The bytes are no HDF5 file that is read here; the message says what is wrong, without naming a file. */
export class Hdf5FormatError extends ArtifactFormatError {
  override readonly name = 'Hdf5FormatError';
}
