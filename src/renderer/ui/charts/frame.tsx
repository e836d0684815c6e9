import type { ReactNode } from 'react';
import { formatNumber } from '../format.ts';
import styles from './chart.module.css';

export interface LegendEntry {
  label: string;
  color: string;
}

export interface ChartFrameProps {
  /** What the chart shows, as a title would say it. */
  label: string;
  /** How many points are drawn of how many there are: never a silent sample. */
  drawn: number;
  total?: number | undefined;
  /** What is counted: "points", "rows". */
  noun?: string;
  legend?: readonly LegendEntry[] | undefined;
  height: number;
  /** The same figures as a table, for readers who do not see the drawing. */
  table: { head: readonly string[]; rows: readonly (readonly (string | number)[])[] };
  children: ReactNode;
}

const readRows = 50;

/** Frame of every chart: the drawing as one image with a name, its legend, its count, and a table instead of it. */
export function ChartFrame({
  label,
  drawn,
  total = drawn,
  noun = 'points',
  legend,
  height,
  table,
  children,
}: ChartFrameProps) {
  const count =
    drawn === total
      ? `${formatNumber(total)} ${noun}`
      : `${formatNumber(drawn)} of ${formatNumber(total)} ${noun}`;
  return (
    <figure className={styles.figure}>
      <div className={styles.plot} style={{ height }} role="img" aria-label={`${label}, ${count}`}>
        {children}
      </div>
      <figcaption className={styles.caption}>
        {legend?.map((entry) => (
          <span key={entry.label} className={styles.legendItem}>
            <span className={styles.swatch} style={{ background: entry.color }} />
            {entry.label}
          </span>
        ))}
        <span>{count}</span>
      </figcaption>
      <div className={styles.hidden}>
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              {table.head.map((name) => (
                <th key={name}>{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.slice(0, readRows).map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two points may be the same
              <tr key={index}>
                {row.map((value, column) => (
                  <td key={table.head[column]}>{typeof value === 'number' ? formatNumber(value) : value}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

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
