import { formatPercent, type OverlayBin } from '../../ui/index.ts';
import styles from './monitoring.module.css';

const width = 96;
const height = 20;

/** Two distributions as small as a table cell: the reference as filled bars, the current one as a line of steps over it. */
export function MiniOverlay({ bins, label }: { bins: readonly OverlayBin[]; label: string }) {
  if (bins.length === 0) return null;
  const tallest = Math.max(...bins.map(({ reference, current }) => Math.max(reference, current)), 1e-9);
  const step = width / bins.length;
  const top = (share: number) => height - 1 - (share / tallest) * (height - 2);
  const line = bins
    .map(({ current }, bin) => {
      const y = top(current).toFixed(1);
      return `${bin === 0 ? 'M' : 'L'}${(bin * step).toFixed(1)} ${y} H${((bin + 1) * step).toFixed(1)}`;
    })
    .join(' ');
  const most = bins.reduce((one, other) =>
    Math.abs(other.current - other.reference) > Math.abs(one.current - one.reference) ? other : one,
  );
  const summary = `${label}: most changed at ${most.label}, from ${formatPercent(most.reference)} to ${formatPercent(most.current)}`;
  return (
    <svg className={styles.mini} width={width} height={height} role="img" aria-label={summary}>
      <title>{summary}</title>
      {bins.map(({ reference }, bin) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its position
          key={bin}
          x={bin * step}
          y={top(reference)}
          width={Math.max(step - (step > 3 ? 1 : 0), 0.5)}
          height={height - top(reference)}
        />
      ))}
      <path d={line} />
    </svg>
  );
}
