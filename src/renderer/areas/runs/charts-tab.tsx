import type { RunDetail } from '../../../shared/model/run.ts';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import { Grid, LineChart, Panel, paletteColor, Text } from '../../ui/index.ts';
import { type CurveChart, chartsOfRun } from './metric-series.ts';
import styles from './runs.module.css';

/** Charts side by side. */
export function CurveCharts({ charts }: { charts: readonly CurveChart[] }) {
  return (
    <Grid columnWidth={360}>
      {charts.map(({ title, series, total }) => (
        <Panel key={title} title={title}>
          <LineChart label={`${title} by step`} xLabel="step" series={series} total={total} height={240} />
        </Panel>
      ))}
    </Grid>
  );
}

/** How the metrics of a run went. */
export function ChartsTab({ run }: { run: RunDetail }) {
  const history = useQuery('runs.history', { runs: [run.id] });
  return (
    <div className={styles.charts}>
      <QueryState query={history} what="The curves">
        {(data) => {
          const charts = chartsOfRun(data, paletteColor);
          return charts.length === 0 ? (
            <Text tone="muted">Every metric of this run has a single value: there is no curve to draw.</Text>
          ) : (
            <CurveCharts charts={charts} />
          );
        }}
      </QueryState>
    </div>
  );
}
