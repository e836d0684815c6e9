import type { ReactNode } from 'react';
import { Text } from '../../ui/index.ts';
import styles from './train.module.css';

/** What can stay as it was guessed, out of the way until it is wanted; `aside` says what is inside. */
export function Fold({
  title,
  aside,
  open = false,
  children,
}: {
  title: string;
  aside: string;
  open?: boolean;
  children: ReactNode;
}) {
  return (
    <details className={styles.fold} open={open}>
      <summary>
        {title}{' '}
        <span className={styles.aside}>
          <Text size="small">{aside}</Text>
        </span>
      </summary>
      {children}
    </details>
  );
}
