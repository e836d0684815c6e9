import type { ByteSource } from '../byte-source.ts';
import { byteText } from '../byte-text.ts';
import { MediaFormatError } from './media-error.ts';

/** Some bytes of a file, all of which are there. */
export interface Bytes {
  readonly view: DataView;
  text(offset: number, length: number): string;
}

/** Exactly so many bytes. Errors: `MediaFormatError` where the file ends before. */
export const readBytes = async (source: ByteSource, offset: number, length: number): Promise<Bytes> => {
  const bytes = await source.read(offset, length);
  if (bytes.length < length) throw new MediaFormatError('it breaks off in what it says of itself');
  return {
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    text: (at, count) => byteText(bytes.subarray(at, at + count)),
  };
};
