import { classNames } from '../class-names.ts';
import { formatNumber, formatPercent } from '../format.ts';
import styles from './chart.module.css';

export interface ConfusionMatrixProps {
  labels: readonly string[];
  /** counts[true class][predicted class] */
  counts: readonly (readonly number[])[];
}

/** Above this many classes the cells carry counts only. */
const roomyClasses = 8;

/** True classes down, predicted classes across; a cell's tint is its share of the true class. Right is blue, wrong is orange. */
export function ConfusionMatrix({ labels, counts }: ConfusionMatrixProps) {
  const isRoomy = labels.length <= roomyClasses;
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label="Confusion matrix">
      <table className={classNames(styles.matrix, !isRoomy && styles.dense)}>
        <caption>
          True class down, predicted class across, {formatNumber(total)} rows. Tint: share of the true class.
        </caption>
        <thead>
          <tr>
            <td style={{ '--share': 0, '--tone': 'transparent' }} />
            {labels.map((label) => (
              <th key={label} scope="col" title={label}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((truth, row) => {
            const inRow = counts[row]?.reduce((sum, count) => sum + count, 0) ?? 0;
            return (
              <tr key={truth}>
                <th scope="row" title={truth}>
                  {truth}
                </th>
                {labels.map((predicted, column) => {
                  const count = counts[row]?.[column] ?? 0;
                  const share = inRow === 0 ? 0 : count / inRow;
                  return (
                    <td
                      key={predicted}
                      title={`${truth} predicted as ${predicted}: ${formatNumber(count)} rows, ${formatPercent(share)} of ${truth}`}
                      style={{
                        '--share': share,
                        '--tone': row === column ? 'var(--series-1)' : 'var(--series-2)',
                      }}
                    >
                      {formatNumber(count)}
                      {isRoomy && <span className={styles.share}>{formatPercent(share)}</span>}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
