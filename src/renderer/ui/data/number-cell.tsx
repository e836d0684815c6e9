import { formatColumnNumber, formatNumber } from '../format.ts';
import styles from './data.module.css';

export interface NumberCellProps {
  value: number | null | undefined;
  unit?: string;
  significantDigits?: number;
  /** As in the table of runs: 0.71 is 0.7100. */
  keepZeros?: boolean;
  /** Lower and upper end of its 95 % interval. */
  interval?: readonly [number, number] | undefined;
  /** Where the number comes from, for the hover text. */
  source?: string;
}

/** A number with the digits that matter; the exact value, its interval and its origin on hover. */
export function NumberCell({
  value,
  unit,
  significantDigits = 4,
  keepZeros = false,
  interval,
  source,
}: NumberCellProps) {
  if (value === null || value === undefined) return <span className={styles.unit}>none</span>;
  const exact = [
    `${String(value)}${unit === undefined ? '' : ` ${unit}`}`,
    interval && `95 % interval ${formatNumber(interval[0])} to ${formatNumber(interval[1])}`,
    source,
  ].filter((part) => part !== undefined);
  return (
    <span className={styles.number} title={exact.join(' · ')}>
      {/* What was measured and is no number is said; what was not measured is null. */}
      {Number.isNaN(value)
        ? 'NaN'
        : (keepZeros ? formatColumnNumber : formatNumber)(value, significantDigits)}
      {unit !== undefined && <span className={styles.unit}> {unit}</span>}
    </span>
  );
}
