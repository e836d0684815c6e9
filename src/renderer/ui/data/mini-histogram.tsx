import { formatNumber, formatPercent } from '../format.ts';
import styles from './data.module.css';

export interface MiniHistogramProps {
  counts: readonly number[];
  label: string;
  /** Share of missing values (0 to 1), drawn as a last bar of its own. */
  missingShare?: number;
  width?: number;
  height?: number;
}

/** A distribution as small as a table cell. Bars start at zero. */
export function MiniHistogram({
  counts,
  label,
  missingShare = 0,
  width = 96,
  height = 20,
}: MiniHistogramProps) {
  const tallest = Math.max(1, ...counts);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const slots = counts.length + (missingShare > 0 ? 1 : 0);
  const barWidth = width / Math.max(slots, 1);
  const gap = barWidth > 3 ? 1 : 0;
  const summary = `${label}: ${formatNumber(total)} values in ${counts.length} bins${missingShare > 0 ? `, ${formatPercent(missingShare)} missing` : ''}`;
  return (
    <svg className={styles.bars} width={width} height={height} role="img" aria-label={summary}>
      <title>{summary}</title>
      {counts.map((count, bin) => {
        const barHeight = count === 0 ? 0 : Math.max(1, (count / tallest) * height);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its position
            key={bin}
            x={bin * barWidth}
            y={height - barHeight}
            width={barWidth - gap}
            height={barHeight}
          />
        );
      })}
      {missingShare > 0 && (
        <rect
          className={styles.missing}
          x={counts.length * barWidth}
          y={height - Math.max(1, missingShare * height)}
          width={barWidth - gap}
          height={Math.max(1, missingShare * height)}
        />
      )}
    </svg>
  );
}
