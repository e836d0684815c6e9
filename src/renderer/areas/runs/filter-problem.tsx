import type { EngineError } from '../../../shared/errors.ts';
import { Text } from '../../ui/index.ts';
import styles from './runs.module.css';

/** Where a filter stops being one: the text with a mark under the place, and what was expected there. */
export function FilterProblem({ filter, error }: { filter: string; error: EngineError }) {
  const position = error.details?.position;
  const place = typeof position === 'number' ? Math.min(position, filter.length) : null;
  return (
    <div className={styles.filterProblem} role="alert">
      {place !== null && (
        <code className={styles.filterText}>
          {filter.slice(0, place)}
          <mark className={styles.filterPlace}>{filter.slice(place, place + 1) || ' '}</mark>
          {filter.slice(place + 1)}
        </code>
      )}
      <Text tone="bad" size="small" selectable>
        {error.message}
      </Text>
    </div>
  );
}
