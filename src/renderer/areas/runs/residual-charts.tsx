import type { Residuals } from '../../../shared/model/evaluation-report.ts';
import { BarChart, binLabel, formatNumber, Panel, ScatterChart } from '../../ui/index.ts';

/** Where a model of a number errs: true value − predicted value. */
export function ResidualCharts({ residuals }: { residuals: Residuals }) {
  const { mean, standardDeviation, histogram, sample, totalRows } = residuals;
  return (
    <>
      <Panel title={`Residuals: mean ${formatNumber(mean)}, deviation ${formatNumber(standardDeviation)}`}>
        <BarChart
          label="Residuals"
          valueLabel="rows"
          height={260}
          bars={histogram.map(({ from, to, count }) => ({ label: binLabel(from, to), value: count }))}
        />
      </Panel>
      <Panel title="Predicted and true">
        <ScatterChart
          diagonal
          label="Predicted and true values"
          xLabel="true"
          yLabel="predicted"
          total={totalRows}
          points={sample.map(({ truth, predicted }) => ({ x: truth, y: predicted }))}
        />
      </Panel>
      <Panel title="Residual by prediction">
        <ScatterChart
          zeroLine
          label="Residuals by predicted value"
          xLabel="predicted"
          yLabel="true − predicted"
          total={totalRows}
          points={sample.map(({ predicted, residual }) => ({ x: predicted, y: residual }))}
        />
      </Panel>
    </>
  );
}
