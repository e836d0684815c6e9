import type { RunRow } from '../../../shared/model/run.ts';
import { NumberCell, Text } from '../../ui/index.ts';
import styles from './train.module.css';

const shown = 6;

/** The figures on rows that the model never saw, large. Metrics of the rounds are in the curves. */
export function RunFigures({ metrics }: { metrics: RunRow['metrics'] }) {
  const figures = Object.entries(metrics).filter(([name]) => !/^(train|valid)/i.test(name));
  return (
    <div className={styles.figures}>
      {figures.slice(0, shown).map(([name, value]) => (
        <div key={name} className={styles.figure}>
          <Text tone="muted" size="small">
            {name}
          </Text>
          <Text size="large">
            <NumberCell value={Number(value)} source="on the rows that were held out" />
          </Text>
        </div>
      ))}
    </div>
  );
}
