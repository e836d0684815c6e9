import { Fragment, type ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { CopyButton } from './copy-button.tsx';
import styles from './data.module.css';

export interface Fact {
  name: string;
  value: ReactNode;
  /** What the copy action copies: an id, a path, an address. */
  copy?: string | undefined;
  mono?: boolean;
}

/** Facts of one object, two columns. */
export function KeyValues({ facts, label }: { facts: readonly Fact[]; label?: string }) {
  return (
    <dl className={styles.facts} aria-label={label}>
      {facts.map((fact) => (
        <Fragment key={fact.name}>
          <dt>{fact.name}</dt>
          <dd>
            <span className={classNames(styles.fact, fact.mono === true && styles.mono)}>{fact.value}</span>
            {fact.copy !== undefined && (
              <CopyButton text={fact.copy} what={fact.name.toLowerCase()} className={styles.copy} />
            )}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
