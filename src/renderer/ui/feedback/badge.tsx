import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import styles from './feedback.module.css';

export type Meaning = 'good' | 'warning' | 'bad' | 'info' | 'neutral';

/** A short word on a tint: a state, an alias, a type. */
export function Badge({
  meaning = 'neutral',
  icon,
  children,
}: {
  meaning?: Meaning | 'accent';
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <span className={classNames(styles.badge, styles[`fill-${meaning}`])}>
      {icon}
      {children}
    </span>
  );
}

/** A dot with its word beside it. `live` makes it pulse (still when the system asks for no motion). */
export function StatusDot({
  meaning,
  live = false,
  children,
}: {
  meaning: Meaning;
  live?: boolean;
  children?: ReactNode;
}) {
  return (
    <span className={styles.status}>
      <span className={classNames(styles.dot, styles[`text-${meaning}`], live && styles.live)} aria-hidden />
      {children}
    </span>
  );
}
