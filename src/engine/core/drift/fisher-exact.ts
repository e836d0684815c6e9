import { binomialPmf } from '../statistics/binomial.ts';
import type { DriftDescriptor, TestResult } from './drift-descriptor.ts';

export const fisherExactDescriptor = {
  name: 'fisher_exact',
  title: 'Fisher’s exact',
  explanation: 'Whether a share differs between the two samples, exact for small counts.',
  source: 'Fisher (1935), two-sided by probability, as scipy.stats.fisher_exact',
} as const satisfies DriftDescriptor;

/** How many rows of each sample have a property. */
export interface FourfoldTable {
  readonly referenceHits: number;
  readonly referenceRows: number;
  readonly currentHits: number;
  readonly currentRows: number;
}

/** The statistic is the difference of the shares, current − reference. */
export function fisherExact(table: FourfoldTable): TestResult {
  const { referenceHits, referenceRows, currentHits, currentRows } = table;
  const hits = referenceHits + currentHits;
  const observed = probability(currentHits, { hits, referenceRows, currentRows });
  let pValue = 0;
  for (let count = Math.max(0, hits - referenceRows); count <= Math.min(hits, currentRows); count++) {
    const other = probability(count, { hits, referenceRows, currentRows });
    // Tables as likely as the observed one count too, whatever rounding made of them.
    if (other <= observed * (1 + 1e-9)) pValue += other;
  }
  const statistic = currentHits / currentRows - referenceHits / referenceRows;
  return { statistic, pValue: Math.min(1, pValue) };
}

/** Hypergeometric probability as a ratio of binomial ones (Loader 2000). */
function probability(
  currentHits: number,
  { hits, referenceRows, currentRows }: { hits: number; referenceRows: number; currentRows: number },
): number {
  const rows = referenceRows + currentRows;
  const p = hits / rows;
  const [q, inReference] = [(rows - hits) / rows, hits - currentHits];
  if (hits === 0 || hits === rows) return 1;
  return (
    (binomialPmf({ k: currentHits, n: currentRows, p, q }) *
      binomialPmf({ k: inReference, n: referenceRows, p, q })) /
    binomialPmf({ k: hits, n: rows, p, q })
  );
}
