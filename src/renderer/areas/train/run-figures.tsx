import { resultMetrics } from '../../../shared/model/metric-order.ts';
import type { RunRow } from '../../../shared/model/run.ts';
import { NumberCell, Text } from '../../ui/index.ts';
import styles from './train.module.css';

const shown = 6;

/** The figures on rows that the model never saw, large. Metrics of the rounds are in the curves. */
export function RunFigures({ metrics }: { metrics: RunRow['metrics'] }) {
  return (
    <div className={styles.figures}>
      {resultMetrics(Object.keys(metrics))
        .slice(0, shown)
        .map((name) => (
          <div key={name} className={styles.figure}>
            <Text tone="muted" size="small">
              {name}
            </Text>
            <Text size="large">
              <NumberCell value={Number(metrics[name])} source="on the rows that were held out" />
            </Text>
          </div>
        ))}
    </div>
  );
}
