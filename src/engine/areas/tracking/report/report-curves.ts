import { curveCharts } from '../../../../shared/model/series/curve-charts.ts';
import type { CurvesPart } from '../../../core/report/sections/curve-figures.ts';
import type { CallContext } from '../../../ports/call.ts';
import { stopWhenCancelled } from '../stop-when-cancelled.ts';
import type { ComparisonHandlers } from './comparison-handlers.ts';

/** More charts make a page that nobody reads to its end. */
const mostCharts = 24;
/** Of one chart: what can be told apart on paper, and still a page that opens in a moment. */
const columnsInAll = 3000;
const mostColumns = 600;
const fewestColumns = 30;

const columnsFor = (curves: number): number =>
  Math.max(fewestColumns, Math.min(mostColumns, Math.floor(columnsInAll / curves)));

/** Curves of all metrics with more than one point, thinned as for a screen: no spike and no gap is lost. */
export const readReportCurves = async (
  comparison: ComparisonHandlers,
  runIds: readonly string[],
  context: CallContext,
): Promise<CurvesPart> => {
  const keys = await comparison['runs.curveKeys']({ runs: [...runIds] }, context);
  const charts = curveCharts(
    keys.map(({ key }) => key),
    { isOneRun: runIds.length === 1 },
  );
  const shown = charts.slice(0, mostCharts);
  const read: CurvesPart['charts'][number][] = [];
  for (const { title, keys: metrics } of shown) {
    stopWhenCancelled(context.signal);
    context.progress({ phase: 'Reading curves', completed: read.length, total: shown.length });
    const { curves } = await comparison['runs.curves'](
      {
        runs: [...runIds],
        // One chart of one run may hold many; a chart of many runs has one.
        keys: metrics.slice(0, 20),
        width: columnsFor(runIds.length * metrics.length),
        ...{ x: { kind: 'step' as const }, xScale: 'linear' as const, yScale: 'linear' as const },
        smoothing: null,
      },
      context,
    );
    read.push({ title, curves });
  }
  return { charts: read, total: charts.length };
};
