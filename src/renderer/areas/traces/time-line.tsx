import type { TreeSpan } from '../../../shared/model/trace-tree.ts';
import { classNames, formatDuration } from '../../ui/index.ts';
import { spanKind } from './span-kind.ts';
import styles from './traces.module.css';

const marks = [0, 0.25, 0.5, 0.75] as const;

/** The scale above the bars. */
export function TimeScale({ extentMs }: { extentMs: number }) {
  return (
    <div className={styles.scale} aria-hidden>
      {marks.map((share) => (
        <span key={share} style={{ left: `${share * 100}%` }}>
          {share === 0 ? '0' : formatDuration(extentMs * share)}
        </span>
      ))}
    </div>
  );
}

/** Where a bar lies, in per cent of the trace; a span that goes on reaches to the end. */
export const barPlace = (
  { startMs, durationMs }: { startMs: number; durationMs: number | null },
  extentMs: number,
): { left: number; width: number } => {
  if (extentMs <= 0) return { left: 0, width: 100 };
  const left = Math.min(Math.max(startMs / extentMs, 0), 1) * 100;
  const width = durationMs === null ? 100 - left : (Math.max(durationMs, 0) / extentMs) * 100;
  return { left, width: Math.min(width, 100 - left) };
};

/** When a span was, as a bar. What it says stands in the other columns as well. */
export function TimeBar({ row, extentMs }: { row: TreeSpan; extentMs: number }) {
  const { span } = row;
  const { left, width } = barPlace(span, extentMs);
  const took = span.durationMs === null ? 'goes on' : `took ${formatDuration(span.durationMs)}`;
  return (
    <span className={styles.track} title={`began at +${formatDuration(span.startMs)}, ${took}`}>
      <span
        className={classNames(
          styles.bar,
          span.durationMs === null && styles.openBar,
          span.status === 'error' && styles.failedBar,
        )}
        style={{
          left: `min(${left}%, calc(100% - 2px))`,
          width: `${width}%`,
          '--bar': spanKind(span.type).color,
        }}
      />
    </span>
  );
}
