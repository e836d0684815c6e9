import type { DriftDescriptor } from './drift-descriptor.ts';

export const jensenShannonDescriptor = {
  name: 'js_distance',
  title: 'Jensen–Shannon distance',
  explanation: 'How different the shares of the categories are, from 0 (same) to 0.83 (nothing in common).',
  source: 'Endres and Schindelin (2003); natural logarithm, as scipy.spatial.distance.jensenshannon',
} as const satisfies DriftDescriptor;

/** From the counts of the same categories on both sides. NaN when a side is empty. */
export function jensenShannonDistance(reference: readonly number[], current: readonly number[]): number {
  const referenceTotal = reference.reduce((total, count) => total + count, 0);
  const currentTotal = current.reduce((total, count) => total + count, 0);
  let divergence = 0;
  for (const [category, count] of reference.entries()) {
    const p = count / referenceTotal;
    const q = (current[category] ?? 0) / currentTotal;
    const middle = (p + q) / 2;
    divergence += relativeEntropy(p, middle) + relativeEntropy(q, middle);
  }
  // Rounding can leave a tiny negative sum where both sides are the same.
  return Math.sqrt(divergence < 0 ? 0 : divergence / 2);
}

function relativeEntropy(p: number, q: number): number {
  return p === 0 ? 0 : p * Math.log(p / q);
}
