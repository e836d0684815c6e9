import { byteText } from './byte-text.ts';
import type { SampledFile } from './sampled-file.ts';

const isCut: Readonly<Record<string, (file: SampledFile, tail: string) => boolean>> = {
  'image/png': (_file, tail) => !tail.includes('IEND'),
  'image/jpeg': (_file, tail) => !tail.includes('\xff\xd9'),
  'image/gif': (_file, tail) => !tail.trimEnd().endsWith(';'),
  // Both say how long they are.
  'image/webp': (file) => lengthAt(file, 4) + 8 > file.sizeBytes,
  'image/bmp': (file) => lengthAt(file, 2) > file.sizeBytes,
  'audio/wav': (file) => lengthAt(file, 4) + 8 > file.sizeBytes,
  'audio/mp4': (file) => hasCutBox(file),
  'video/mp4': (file) => hasCutBox(file),
  'video/quicktime': (file) => hasCutBox(file),
  'application/pdf': (_file, tail) => !tail.includes('%%EOF'),
};

/** The boxes of an MP4 file state their sizes one after the other, the most significant byte first. */
const hasCutBox = ({ head, sizeBytes }: SampledFile): boolean => {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  let at = 0;
  while (at + 16 <= head.length) {
    const stated = view.getUint32(at);
    // 0: to the end of the file; 1: the size stands behind the name, in eight bytes.
    if (stated === 0) return false;
    at += Math.max(8, stated === 1 ? Number(view.getBigUint64(at + 8)) : stated);
  }
  return at > sizeBytes;
};

const lengthAt = ({ head }: SampledFile, offset: number): number =>
  head.length < offset + 4
    ? Number.POSITIVE_INFINITY
    : new DataView(head.buffer, head.byteOffset).getUint32(offset, true);

/** What a look at the end of a file tells: a file of this media type that breaks off, such as an upload that was not finished. */
export const endProblem = (file: SampledFile, mediaType: string): string | null => {
  const cut = isCut[mediaType]?.(file, byteText(file.tail)) ?? false;
  return cut ? 'The file breaks off before its end; what is shown of it may be incomplete.' : null;
};
