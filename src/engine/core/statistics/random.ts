/** Uniform random numbers that are the same for the same seed on every machine. */
export interface Random {
  /** A whole number from 0 to 2³² − 1. */
  readonly uint32: () => number;
  /** From 0 (included) to 1 (excluded), 32 bits. */
  readonly unit: () => number;
  /** A whole number from 0 to bound − 1; bias below bound / 2³². */
  readonly below: (bound: number) => number;
}

/** A finaliser of MurmurHash3: spreads a seed over 32 bits. */
function mix(state: number): number {
  let h = state | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

/** Chris Doty-Humphrey's sfc32 (PractRand, 2010): 128 bits of state, passes PractRand and BigCrush. */
export function createRandom(seed: number): Random {
  let a = mix(seed + 0x9e3779b9);
  let b = mix(Math.floor(seed / 2 ** 32) + 0x243f6a88);
  let c = mix(seed ^ 0x5bd1e995);
  let counter = 1;
  const uint32 = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) uint32();
  return {
    uint32,
    unit: () => uint32() / 2 ** 32,
    below: (bound) => Math.floor((uint32() / 2 ** 32) * bound),
  };
}
