import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import styles from './view-frame.module.css';

export interface ViewFrameProps {
  /** What one must know of what is shown, a line each. */
  warnings?: readonly string[];
  /** Facts and controls of what is shown, on one line. */
  bar?: ReactNode;
  /** At the right end of the bar. */
  barEnd?: ReactNode;
  /** high: a bar that is nothing but controls. */
  barHeight?: 'low' | 'high';
  children: ReactNode;
}

/** A line that says what one must know of what is below it. */
export function WarningLine({ text }: { text: string }) {
  return <div className={styles.warning}>{text}</div>;
}

/** As high as its place: warnings and a bar as high as they are, and what is shown in all that is left. */
export function ViewFrame({ warnings = [], bar, barEnd, barHeight = 'low', children }: ViewFrameProps) {
  return (
    <div className={styles.frame}>
      {warnings.map((warning) => (
        <WarningLine key={warning} text={warning} />
      ))}
      {bar !== undefined && (
        <div className={classNames(styles.bar, styles[barHeight])}>
          {bar}
          {Boolean(barEnd) && <span className={styles.push} />}
          {barEnd}
        </div>
      )}
      <div className={styles.rest}>{children}</div>
    </div>
  );
}
