import type { MetricGoal } from '../../../shared/model/metric-goal.ts';

/** What a reader must know about a metric, apart from its number. */
export interface MetricDescriptor {
  readonly name: string;
  readonly title: string;
  readonly goal: MetricGoal;
  /** 'target': in the unit of the predicted column. Absent: a plain number. */
  readonly unit?: string;
  readonly explanation: string;
  /** Where the formula comes from. */
  readonly source: string;
}

/**
 * How often each row counts: bootstrap resamples are drawn as multiplicities, so that nothing is copied or sorted again.
 * Without them every row counts once.
 */
export type Weights = ArrayLike<number>;
