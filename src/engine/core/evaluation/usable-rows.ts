import { missingLabel, unknownLabel } from './encode-truth.ts';

export interface RowUse {
  readonly total: number;
  readonly used: number;
  readonly missingTruth: number;
  readonly unknownLabel: number;
  readonly missingPrediction: number;
}

type Reason = 'used' | 'missingTruth' | 'unknownLabel' | 'missingPrediction';

/** Sorts rows into those that can be scored and those that cannot, each for one reason. */
function divide(total: number, reasonOf: (row: number) => Reason): { rows: Uint32Array; use: RowUse } {
  const counts = { used: 0, missingTruth: 0, unknownLabel: 0, missingPrediction: 0 };
  const rows = new Uint32Array(total);
  for (let row = 0; row < total; row++) {
    const reason = reasonOf(row);
    if (reason === 'used') rows[counts.used] = row;
    counts[reason] += 1;
  }
  return { rows: rows.subarray(0, counts.used), use: { total, ...counts } };
}

export function usableClassRows({
  truth,
  probabilities,
  classCount,
}: {
  readonly truth: ArrayLike<number>;
  readonly probabilities: ArrayLike<number>;
  readonly classCount: number;
}): { rows: Uint32Array; use: RowUse } {
  return divide(truth.length, (row) => {
    if (truth[row] === missingLabel) return 'missingTruth';
    if (truth[row] === unknownLabel) return 'unknownLabel';
    for (let label = 0; label < classCount; label++) {
      if (!Number.isFinite(probabilities[row * classCount + label]!)) return 'missingPrediction';
    }
    return 'used';
  });
}

export function usableValueRows({
  truth,
  values,
}: {
  readonly truth: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}): { rows: Uint32Array; use: RowUse } {
  return divide(truth.length, (row) => {
    if (!Number.isFinite(truth[row]!)) return 'missingTruth';
    return Number.isFinite(values[row]!) ? 'used' : 'missingPrediction';
  });
}
