import type { Weights } from './metric-descriptor.ts';

/** `counts[true class · classCount + predicted class]`. */
export interface ClassCounts {
  readonly classCount: number;
  readonly counts: Float64Array;
}

export function classCounts({
  truth,
  predicted,
  classCount,
  weights,
}: {
  readonly truth: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  readonly classCount: number;
  readonly weights?: Weights | undefined;
}): ClassCounts {
  const counts = new Float64Array(classCount * classCount);
  for (let row = 0; row < truth.length; row++) {
    counts[truth[row]! * classCount + predicted[row]!]! += weights === undefined ? 1 : weights[row]!;
  }
  return { classCount, counts };
}

/** Each class against the rest. */
export interface OneClassCounts {
  readonly truePositives: number;
  /** Rows that truly are of the class. */
  readonly support: number;
  /** Rows that are called so. */
  readonly called: number;
}

export function oneClassCounts({ classCount, counts }: ClassCounts): OneClassCounts[] {
  return Array.from({ length: classCount }, (_, label) => {
    let support = 0;
    let called = 0;
    for (let other = 0; other < classCount; other++) {
      support += counts[label * classCount + other]!;
      called += counts[other * classCount + label]!;
    }
    return { truePositives: counts[label * classCount + label]!, support, called };
  });
}
