import { Button } from '../controls/button.tsx';
import { MeaningIcon } from '../feedback/meaning-icon.tsx';
import styles from './table.module.css';

/** Below a table of which some rows are here and others could not be read. */
export function RowsProblem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <div className={styles.problem} role="alert">
      <MeaningIcon meaning="bad" />
      <span className={styles.problemText}>
        Some of these rows could not be read. {error instanceof Error ? error.message : String(error)}
      </span>
      <Button size="small" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}
