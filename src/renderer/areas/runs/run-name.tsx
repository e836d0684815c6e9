import { seriesColor } from '../../ui/index.ts';
import styles from './runs.module.css';

/** A run's name with its colour, which is the same in every chart. */
export function RunName({ id, name }: { id: string; name: string }) {
  return (
    <span className={styles.runName}>
      <span className={styles.swatch} style={{ background: seriesColor(id) }} aria-hidden />
      <span className={styles.runLabel} data-hint={name}>
        {name}
      </span>
    </span>
  );
}
