import { midranks } from './midranks.ts';

/**
 * The chance that a value of `candidate` is larger than one of `reference`, ties counting a half: A₁₂ of Vargha and Delaney (2000),
 * which is Mann and Whitney's U over all pairs. Cliff's (1993) δ is 2·A₁₂ − 1. NaN where a group is empty.
 */
export function superiority({
  reference,
  candidate,
}: {
  readonly reference: ArrayLike<number>;
  readonly candidate: ArrayLike<number>;
}): number {
  const n = candidate.length;
  const { ranks } = midranks([...Array.from(candidate), ...Array.from(reference)]);
  const u = ranks.subarray(0, n).reduce((sum, rank) => sum + rank, 0) - (n * (n + 1)) / 2;
  return u / (n * reference.length);
}
