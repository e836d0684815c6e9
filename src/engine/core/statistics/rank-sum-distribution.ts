/**
 * How many of the subsets of `size` ranks have each sum, as shares of all subsets, by dynamic programming over the ranks (exact: only
 * additions of positive terms). Ranks are positive integers; index s of the result is the share of sum s.
 */
export function subsetSumShares(ranks: readonly number[], size: number): Float64Array {
  const largestSum = [...ranks]
    .sort((a, b) => b - a)
    .slice(0, size)
    .reduce((sum, rank) => sum + rank, 0);
  const counts = Array.from({ length: size + 1 }, () => new Float64Array(largestSum + 1));
  counts[0]![0] = 1;
  for (const [index, rank] of ranks.entries()) {
    for (let chosen = Math.min(size, index + 1); chosen >= 1; chosen--) {
      const [into, from] = [counts[chosen]!, counts[chosen - 1]!];
      for (let sum = rank; sum <= largestSum; sum++) into[sum]! += from[sum - rank]!;
    }
  }
  const total = counts[size]!.reduce((sum, count) => sum + count, 0);
  return counts[size]!.map((count) => count / total);
}

/** The distribution of the sum of those ranks whose coin shows heads: the signed-rank statistic when nothing differs. */
export function coinSumShares(ranks: readonly number[]): Float64Array {
  const shares = new Float64Array(ranks.reduce((sum, rank) => sum + rank, 0) + 1);
  shares[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    reached += rank;
    for (let sum = reached; sum >= 0; sum--) {
      shares[sum] = (shares[sum]! + (sum >= rank ? shares[sum - rank]! : 0)) / 2;
    }
  }
  return shares;
}

/** Twice the smaller tail of a discrete distribution at `observed`, both tails with it included; at most 1. */
export function twoSidedShare(shares: Float64Array, observed: number): number {
  let upTo = 0;
  let from = 0;
  for (const [sum, share] of shares.entries()) {
    if (sum <= observed) upTo += share;
    if (sum >= observed) from += share;
  }
  return Math.min(1, 2 * Math.min(upTo, from));
}
