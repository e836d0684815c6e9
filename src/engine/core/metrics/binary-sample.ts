/** Rows of a binary task by descending score: ranking metrics need one pass, and rows of equal score stand together. */
export interface BinarySample {
  /** 1 for the positive class, 0 for the other. */
  readonly truth: Uint8Array;
  /** Probability of the positive class, descending. */
  readonly scores: Float64Array;
  /** For each group of equal scores the index after its last row, ascending; the last one is the number of rows. */
  readonly groupEnds: Uint32Array;
  /** The given row that stands at each place, for callers whose weights are in the given order. */
  readonly order: Uint32Array;
}

export function binarySample({
  truth,
  scores,
}: {
  readonly truth: ArrayLike<number>;
  readonly scores: ArrayLike<number>;
}): BinarySample {
  const order = descendingOrder(scores);
  const sortedScores = Float64Array.from(order, (row) => scores[row]!);
  return {
    truth: Uint8Array.from(order, (row) => (truth[row] === 1 ? 1 : 0)),
    scores: sortedScores,
    groupEnds: groupEnds(sortedScores),
    order,
  };
}

/** Row numbers by descending score. */
function descendingOrder(scores: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: scores.length }, (_, row) => row).sort((a, b) => scores[b]! - scores[a]!);
}

function groupEnds(sorted: Float64Array): Uint32Array {
  const ends: number[] = [];
  for (let row = 1; row <= sorted.length; row++) {
    if (row === sorted.length || sorted[row] !== sorted[row - 1]) ends.push(row);
  }
  return Uint32Array.from(ends);
}
