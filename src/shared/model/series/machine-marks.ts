import { countOf, formatDuration, formatPercent } from '../format.ts';
import type { RunStatus } from '../run.ts';
import { describeSystemMetric, isWorthAMark, type SystemMetric } from '../system-metrics.ts';
import { lengthOf, markedStretches, type Stretch } from './marked-stretches.ts';

/** What a system metric gives to think of: that a GPU idled, or that memory was near full. */
export interface MachineMark {
  readonly key: string;
  readonly metric: SystemMetric;
  /** In milliseconds since 1970; none where all was well. */
  readonly stretches: readonly Stretch[];
  readonly recordedMs: number;
  /** The last that was recorded lies in a stretch. */
  readonly holdsAtTheEnd: boolean;
}

/** Null for a metric that is not watched. The curve runs over the clock. */
export const machineMarkOf = (
  key: string,
  curve: { readonly x: readonly number[]; readonly y: readonly (number | null)[] },
): MachineMark | null => {
  const metric = describeSystemMetric(key);
  const { watch } = metric;
  if (watch === null) return null;
  const stretches = markedStretches(curve, (value) => isWorthAMark(watch, value));
  const last = curve.x.at(-1) ?? 0;
  return {
    ...{ key, metric, stretches },
    recordedMs: last - (curve.x[0] ?? 0),
    holdsAtTheEnd: stretches.at(-1)?.to === last,
  };
};

/** `GPU 0 utilization was below 5 %: 3 times, 2 min in all, 34 % of the time that was recorded.` */
export const machineMarkText = (
  { metric: { title, watch }, stretches, recordedMs, holdsAtTheEnd }: MachineMark,
  status: RunStatus,
): string => {
  if (stretches.length === 0)
    return watch === 'idle' ? `${title} was never below 5 %.` : `${title} was never near full.`;
  const length = lengthOf(stretches);
  const what = `${title} was ${watch === 'idle' ? 'below 5 %' : 'at 95 % or more'}: ${countOf(stretches.length, 'time')}, ${formatDuration(length)} in all, ${formatPercent(length / recordedMs)} of the time that was recorded.`;
  const hasFailed = status === 'failed' || status === 'killed';
  return watch === 'full' && holdsAtTheEnd && hasFailed
    ? `${what} It was so when the run ${status === 'failed' ? 'failed' : 'was killed'}: it has probably run out of memory.`
    : what;
};
