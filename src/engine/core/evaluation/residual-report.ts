import type { Residuals } from '../../../shared/model/evaluation-report.ts';
import type { RegressionSample } from '../metrics/regression-sample.ts';
import { equalWidthEdges, histogramCounts, sturgesEdges } from '../statistics/histogram.ts';
import { quantile } from '../statistics/quantile.ts';
import { createRandom } from '../statistics/random.ts';

const quantileShares = [0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1];
const scatterRows = 1000;
const fewestBins = 20;

/** null without rows. */
export function residualReport({
  sample,
  seed,
}: {
  readonly sample: RegressionSample;
  readonly seed: number;
}): Residuals | null {
  const rows = sample.truth.length;
  if (rows === 0) return null;
  const sorted = sample.truth.map((truth, row) => truth - sample.predicted[row]!).sort();
  const mean = sorted.reduce((sum, value) => sum + value, 0) / rows;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows;
  return {
    mean,
    standardDeviation: Math.sqrt(variance),
    quantiles: quantileShares.map((share) => ({ share, value: quantile(sorted, share) })),
    histogram: residualHistogram(sorted),
    sample: sampledRows({ rows, seed }).map((row) => {
      const [truth, predicted] = [sample.truth[row]!, sample.predicted[row]!];
      return { truth, predicted, residual: truth - predicted };
    }),
    totalRows: rows,
  };
}

function residualHistogram(sorted: Float64Array): Residuals['histogram'] {
  const bins = Math.max(fewestBins, sturgesEdges(sorted).length - 1);
  const edges = equalWidthEdges({ from: sorted[0]!, to: sorted[sorted.length - 1]!, bins });
  return histogramCounts(sorted, edges).map((count, bin) => ({
    from: edges[bin]!,
    to: edges[bin + 1]!,
    count,
  }));
}

/** At most 1,000 row numbers, ascending: Knuth's selection sampling (TAOCP 3.4.2, algorithm S). */
function sampledRows({ rows, seed }: { rows: number; seed: number }): number[] {
  const wanted = Math.min(rows, scatterRows);
  const random = createRandom(seed);
  const chosen: number[] = [];
  for (let row = 0; chosen.length < wanted; row++) {
    if ((rows - row) * random.unit() < wanted - chosen.length) chosen.push(row);
  }
  return chosen;
}
