import { formatNumber } from '../format.ts';
import styles from './data.module.css';

export interface SparklineProps {
  values: readonly number[];
  /** What it shows, read out with the first, last and extreme values. */
  label: string;
  width?: number;
  height?: number;
  color?: string;
}

/** A line as small as a word; the last value carries a dot. Values that are not finite leave a gap. */
export function Sparkline({ values, label, width = 80, height = 20, color }: SparklineProps) {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return null;
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  const x = (index: number) =>
    values.length === 1 ? width / 2 : (index / (values.length - 1)) * (width - 4) + 2;
  const y = (value: number) =>
    high === low ? height / 2 : height - 2 - ((value - low) / (high - low)) * (height - 4);
  const segments = values.map((value, index) => {
    if (!Number.isFinite(value)) return '';
    const starts = index === 0 || !Number.isFinite(values[index - 1]);
    return `${starts ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
  });
  const last = values.findLastIndex(Number.isFinite);
  const summary = `${label}: ${values.length} values, from ${formatNumber(values.find(Number.isFinite)!)} to ${formatNumber(values[last]!)}, lowest ${formatNumber(low)}, highest ${formatNumber(high)}`;
  return (
    <svg className={styles.spark} width={width} height={height} role="img" aria-label={summary}>
      <title>{summary}</title>
      <path className={styles.sparkLine} d={segments.join('')} style={{ stroke: color }} />
      <circle className={styles.sparkDot} cx={x(last)} cy={y(values[last]!)} r={2} style={{ fill: color }} />
    </svg>
  );
}
