import { measureOf } from '../metric-measure.ts';
import { metricsByImportance } from '../metric-order.ts';

/** Which charts show curves of metrics, what one looks at first before the others. */
export function curveCharts(
  metrics: readonly string[],
  { isOneRun }: { isOneRun: boolean },
): { title: string; keys: string[] }[] {
  const charts = new Map<string, [string, ...string[]]>();
  for (const name of metricsByImportance(metrics)) {
    // Curves of one measure share a chart of one run: training and validation are read together.
    const measure = isOneRun ? measureOf(name) : name;
    charts.set(measure, [...(charts.get(measure) ?? []), name] as [string, ...string[]]);
  }
  // A metric alone has its own name.
  return [...charts].map(([measure, keys]) => ({ title: keys.length === 1 ? keys[0] : measure, keys }));
}
