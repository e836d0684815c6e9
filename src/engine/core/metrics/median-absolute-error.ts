import type { MetricDescriptor, Weights } from './metric-descriptor.ts';

export const medianAbsoluteErrorDescriptor = {
  name: 'median_absolute_error',
  title: 'Median absolute error',
  goal: 'minimize',
  unit: 'target',
  explanation: 'Half of the rows are closer than this; outliers do not move it.',
  source: 'As sklearn.metrics.median_absolute_error',
} as const satisfies MetricDescriptor;

/** The median of errors that are already ascending, each counting as often as its whole-numbered weight. NaN without rows. */
export function medianAbsoluteError(ascendingErrors: ArrayLike<number>, weights?: Weights): number {
  let count = 0;
  for (let row = 0; row < ascendingErrors.length; row++) count += weights === undefined ? 1 : weights[row]!;
  const lowerRank = Math.ceil(count / 2);
  const upperRank = Math.floor(count / 2) + 1;
  let seen = 0;
  let lower = Number.NaN;
  for (let row = 0; row < ascendingErrors.length; row++) {
    seen += weights === undefined ? 1 : weights[row]!;
    if (seen < lowerRank) continue;
    if (Number.isNaN(lower)) lower = ascendingErrors[row]!;
    if (seen >= upperRank) return (lower + ascendingErrors[row]!) / 2;
  }
  return Number.NaN;
}
