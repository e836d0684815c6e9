import { Fragment, type ReactNode, useState } from 'react';
import { classNames } from '../class-names.ts';
import { formatNumber } from '../format.ts';
import { CopyButton } from './copy-button.tsx';
import styles from './data.module.css';

export interface Fact {
  name: string;
  value: ReactNode;
  /** What the copy action copies: an id, a path, an address. */
  copy?: string | undefined;
  mono?: boolean;
}

/** A value that is longer, such as a prompt, is begun, so that the facts below it are still in sight. */
const longestWhole = 240;

function LongText({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  return (
    <>
      {isWhole ? text : `${text.slice(0, longestWhole).trimEnd()}…`}{' '}
      <button
        type="button"
        className={styles.more}
        aria-expanded={isWhole}
        onClick={() => setWhole(!isWhole)}
      >
        {isWhole ? 'Show less' : `Show all ${formatNumber(text.length)} characters`}
      </button>
    </>
  );
}

/** Facts of one object, two columns. */
export function KeyValues({ facts, label }: { facts: readonly Fact[]; label?: string }) {
  return (
    <dl className={styles.facts} aria-label={label}>
      {facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may have one name, such as two datasets of one role
        <Fragment key={index}>
          <dt>{fact.name}</dt>
          <dd>
            <span className={classNames(styles.fact, fact.mono === true && styles.mono)}>
              {typeof fact.value === 'string' && fact.value.length > longestWhole ? (
                <LongText text={fact.value} />
              ) : (
                fact.value
              )}
            </span>
            {fact.copy !== undefined && (
              <CopyButton text={fact.copy} what={fact.name.toLowerCase()} className={styles.copy} />
            )}
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}
