/** A set of bins, 256 bits in eight 32-bit words: the bins that go left at a node, whatever the kind of column. */
export const wordsPerBinSet = 8;

export function addBin(sets: Int32Array, node: number, bin: number): void {
  sets[node * wordsPerBinSet + (bin >>> 5)]! |= 1 << (bin & 31);
}

export function hasBin(sets: Int32Array, node: number, bin: number): boolean {
  return ((sets[node * wordsPerBinSet + (bin >>> 5)]! >>> (bin & 31)) & 1) === 1;
}
