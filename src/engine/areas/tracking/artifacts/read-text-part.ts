import type { ByteSource } from './byte-source.ts';

/** A part of a text that never begins or ends inside a character; null when the part is no text. */
export const readTextPart = async (
  source: ByteSource,
  offset: number,
  maxBytes: number,
): Promise<{ text: string | null; sizeBytes: number; isTruncated: boolean }> => {
  const { sizeBytes } = source;
  const bytes = await source.read(offset, maxBytes);
  const isTruncated = bytes.length < sizeBytes;
  if (bytes.includes(0)) return { text: null, sizeBytes, isTruncated };
  const start = offset === 0 ? 0 : continuedBytes(bytes);
  const isCut = offset + bytes.length < sizeBytes;
  return { text: decoded(bytes.subarray(start), isCut), sizeBytes, isTruncated };
};

/** What is no UTF-8 is taken for the encoding that Windows had before. */
const decoded = (bytes: Uint8Array, isCut: boolean): string => {
  try {
    // Streaming leaves out a character that the cut goes through.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
};

/** How many bytes at the beginning belong to a character of the part before. */
const continuedBytes = (bytes: Uint8Array): number => {
  let count = 0;
  while (count < 3 && count < bytes.length && (bytes[count]! & 0xc0) === 0x80) count += 1;
  return count;
};
