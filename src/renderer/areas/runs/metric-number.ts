import type { MetricPoint } from '../../../shared/events.ts';

/** A metric's value as a number; NaN and infinities come as text. A metric that is not there is NaN. */
export const metricNumber = (value: MetricPoint['value'] | undefined): number =>
  value === undefined ? Number.NaN : Number(value);
