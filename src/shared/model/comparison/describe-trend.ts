import { countOf, formatNumber, formatPValue } from '../format.ts';
import type { LinearTrend } from './linear-trend.ts';

type Scale = 'linear' | 'log';

/** The one sentence that command line and window say about a trend. On a logarithmic axis a slope counts decades. */
export function describeTrend(
  trend: LinearTrend | null,
  { x, xScale, yScale }: { readonly x: string; readonly xScale: Scale; readonly yScale: Scale },
): string {
  if (trend === null) return 'No trend: fewer than three runs, or a column that does not vary.';
  const { slope, slopeInterval, pValue, rSquared, n } = trend;
  const up = yScale === 'log' ? ' decades' : '';
  const across = xScale === 'log' ? ` per decade of ${x}` : yScale === 'log' ? ` per unit of ${x}` : '';
  const range =
    slopeInterval === null
      ? ''
      : ` (95 % interval ${formatNumber(slopeInterval.low)} to ${formatNumber(slopeInterval.high)})`;
  const share = rSquared === null ? '' : `, R² ${formatNumber(rSquared, 3)}`;
  return `Trend: slope ${formatNumber(slope)}${up}${across}${range}, p ${formatPValue(pValue)}${share}, ${countOf(n, 'run')}.`;
}
