import type { Interval } from '../../../shared/model/comparison/interval.ts';
import { studentQuantile } from './student-t.ts';

/**
 * Student's (1908) interval around an estimate: estimate ± t·standard error. Of a mean of n values the degrees of freedom are n − 1.
 * null where there are no degrees of freedom.
 */
export function tInterval({
  estimate,
  standardError,
  degreesOfFreedom,
  level = 0.95,
}: {
  readonly estimate: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  readonly level?: number;
}): Interval | null {
  const half = studentQuantile(0.5 + level / 2, degreesOfFreedom) * standardError;
  return Number.isFinite(half) ? { low: estimate - half, high: estimate + half } : null;
}
