import type { EvaluatedMetric } from '../../../shared/model/evaluation-report.ts';
import type { MetricDescriptor } from '../metrics/metric-descriptor.ts';
import { bootstrapIntervals } from './bootstrap.ts';

/** A metric with the way to compute it from whatever a task prepares once per (re)sample. */
export interface Measure<Facts> {
  readonly descriptor: MetricDescriptor;
  /** NaN where undefined. */
  readonly of: (facts: Facts) => number;
  readonly undefinedBecause: string;
  /** false: the bootstrap does not hold for it. */
  readonly hasInterval?: false;
}

export interface BootstrapSettings {
  readonly resamples: number;
  readonly seed: number;
  readonly level: number;
  readonly checkpoint?: (() => Promise<void>) | undefined;
}

/** Every measure on all rows and its interval over resamples. `factsOf` gets row multiplicities, or nothing for all rows once. */
export async function evaluateMeasures<Facts>({
  measures,
  factsOf,
  rowCount,
  bootstrap,
}: {
  readonly measures: readonly Measure<Facts>[];
  readonly factsOf: (weights?: Uint16Array) => Facts;
  readonly rowCount: number;
  readonly bootstrap: BootstrapSettings;
}): Promise<EvaluatedMetric[]> {
  const valuesOf = (weights?: Uint16Array) => {
    const facts = factsOf(weights);
    return measures.map((measure) => measure.of(facts));
  };
  const values = valuesOf();
  const intervals = await bootstrapIntervals({ rowCount, statistics: valuesOf, ...bootstrap });
  return measures.map(({ descriptor, undefinedBecause, hasInterval = true }, index) => {
    const value = values[index]!;
    return Number.isFinite(value)
      ? { ...descriptor, value, interval: (hasInterval && intervals[index]) || null }
      : { ...descriptor, value: null, interval: null, undefinedBecause };
  });
}
