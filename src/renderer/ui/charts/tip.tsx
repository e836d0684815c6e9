import { formatNumber } from '../format.ts';
import styles from './chart.module.css';

export interface TipRow {
  name: string;
  value: number | string;
  color?: string | undefined;
}

/** What the pointer is over. */
export function ChartTip({ head, rows }: { head: string; rows: readonly TipRow[] }) {
  return (
    <div className={styles.tip}>
      <div className={styles.tipHead}>{head}</div>
      {rows.map((row) => (
        <div key={row.name} className={styles.tipRow}>
          {row.color !== undefined && <span className={styles.swatch} style={{ background: row.color }} />}
          <span>{row.name}</span>
          <span>{typeof row.value === 'number' ? formatNumber(row.value) : row.value}</span>
        </div>
      ))}
    </div>
  );
}
