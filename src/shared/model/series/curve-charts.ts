import { measureOf } from '../metric-measure.ts';
import { metricsByImportance } from '../metric-order.ts';

/** Which charts show curves of metrics, what one looks at first before the others. */
export function curveCharts(
  metrics: readonly string[],
  { isOneRun }: { isOneRun: boolean },
): { title: string; keys: string[] }[] {
  const charts = new Map<string, string[]>();
  for (const name of metricsByImportance(metrics)) {
    // Curves of one measure share a chart of one run: training and validation are read together.
    const title = isOneRun ? measureOf(name) : name;
    charts.set(title, [...(charts.get(title) ?? []), name]);
  }
  return [...charts].map(([title, keys]) => ({ title, keys }));
}
