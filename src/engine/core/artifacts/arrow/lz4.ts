import { ArrowFormatError } from './arrow-format-error.ts';

const damaged = () => new ArrowFormatError('a compressed part of it is damaged');

/** A byte of LZ4 is never more than 255 bytes of what it stands for. */
const bestRatio = 255;

/**
 * Unpacks an LZ4 frame to exactly `sizeBytes`. Checksums are passed over. Errors: `ArrowFormatError`, before memory is taken for a size
 * that cannot be. Sources: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md, …/lz4_Block_format.md
 */
export const unpackLz4Frame = (packed: Uint8Array, sizeBytes: number): Uint8Array => {
  if (sizeBytes > packed.length * bestRatio) throw damaged();
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (packed.length < 7 || view.getUint32(0, true) !== 0x184d2204) throw damaged();
  const flags = packed[4]!;
  if (flags >> 6 !== 1 || (flags & 1) !== 0) throw damaged();
  const hasBlockChecksums = (flags & 0x10) !== 0;
  let at = 7 + ((flags & 0x08) !== 0 ? 8 : 0);
  const out = new Uint8Array(sizeBytes);
  let filled = 0;
  for (;;) {
    if (at + 4 > packed.length) throw damaged();
    const stated = view.getUint32(at, true);
    at += 4;
    if (stated === 0) break;
    const length = stated & 0x7fffffff;
    if (at + length > packed.length) throw damaged();
    const block = packed.subarray(at, at + length);
    if (stated >>> 31 === 0) filled = unpackBlock(block, out, filled);
    else {
      if (filled + length > sizeBytes) throw damaged();
      out.set(block, filled);
      filled += length;
    }
    at += length + (hasBlockChecksums ? 4 : 0);
  }
  if (filled !== sizeBytes) throw damaged();
  return out;
};

/** Unpacks a block behind what is there already, which it may refer to. Answers how far `out` is filled then. */
const unpackBlock = (block: Uint8Array, out: Uint8Array, start: number): number => {
  let from = 0;
  let to = start;
  const longLength = (nibble: number): number => {
    let length = nibble;
    if (nibble !== 15) return length;
    for (;;) {
      if (from >= block.length) throw damaged();
      const more = block[from]!;
      from += 1;
      length += more;
      if (more !== 255) return length;
    }
  };
  while (from < block.length) {
    const token = block[from]!;
    from += 1;
    const literals = longLength(token >> 4);
    if (from + literals > block.length || to + literals > out.length) throw damaged();
    out.set(block.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    // The last sequence has literals only.
    if (from === block.length) break;
    if (from + 2 > block.length) throw damaged();
    const distance = block[from]! | (block[from + 1]! << 8);
    from += 2;
    const length = longLength(token & 15) + 4;
    if (distance === 0 || distance > to || to + length > out.length) throw damaged();
    // What is copied may reach into what the copy itself writes: a distance of 1 repeats one byte.
    if (distance >= length) out.copyWithin(to, to - distance, to - distance + length);
    else for (let index = 0; index < length; index += 1) out[to + index] = out[to + index - distance]!;
    to += length;
  }
  return to;
};
