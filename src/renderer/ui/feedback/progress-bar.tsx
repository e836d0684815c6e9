import { classNames } from '../class-names.ts';
import { formatPercent } from '../format.ts';
import styles from './feedback.module.css';

export interface ProgressBarProps {
  /** What is being done; read out by screen readers. */
  label: string;
  /** 0 to 1, or null while the total is unknown. */
  share: number | null;
  /** Shown beside the bar, for example "62/100" or "about 2 min left". */
  text?: string | undefined;
}

export function ProgressBar({ label, share, text }: ProgressBarProps) {
  const percent = share === null ? undefined : Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div className={styles.progress}>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={text ?? (share === null ? 'working' : formatPercent(share))}
      >
        <div
          className={classNames(styles.bar, percent === undefined && styles.indeterminate)}
          style={percent === undefined ? undefined : { width: `${percent}%` }}
        />
      </div>
      {text !== undefined && <span className={styles.progressText}>{text}</span>}
    </div>
  );
}
