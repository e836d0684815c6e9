import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { MetricAggregate } from '../../../shared/model/comparison/metric-aggregate.ts';

export type ChartColumn = CommandOutput<'runs.chartColumns'>['columns'][number];

/** What the tabs of charts are about: runs, and which value of each metric counts. */
export interface ChartRuns {
  readonly ids: readonly string[];
  readonly aggregate: MetricAggregate;
  /** The filter that found them, which what is chosen in a chart narrows; null where they were ticked one by one. */
  readonly found: { readonly filter: string; readonly experiment: string } | null;
  readonly columns: readonly ChartColumn[];
}

/** As many as one chart draws. */
export const mostChartedRuns = 10_000;
