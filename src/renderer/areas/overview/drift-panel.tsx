import type { ProjectStatus } from '../../../shared/model/project.ts';
import { navigate } from '../../app/index.ts';
import { Badge, Button, EmptyState, Panel, RelativeTime } from '../../ui/index.ts';
import styles from './overview.module.css';

/** Has the world moved? */
export function DriftPanel({ drift }: { drift: ProjectStatus['drift'] }) {
  return (
    <Panel
      title="Drift"
      flush
      actions={
        <Button size="small" variant="quiet" onClick={() => navigate({ area: 'monitoring' })}>
          All
        </Button>
      }
    >
      {drift === null ? (
        <EmptyState
          text="A drift check compares new data with what the model was trained on."
          action={{ label: 'Check for drift', onClick: () => navigate({ area: 'monitoring' }) }}
        />
      ) : (
        <button
          type="button"
          className={styles.row}
          onClick={() => navigate({ area: 'monitoring', id: drift.reportId })}
        >
          <span className={styles.rowMain}>
            {drift.driftedColumns > 0 ? (
              <Badge meaning={drift.drifted ? 'bad' : 'warning'}>drifted</Badge>
            ) : (
              <Badge meaning="good">stable</Badge>
            )}
            <span className={styles.name}>{drift.current}</span>
          </span>
          <span className={styles.figure}>
            <span>
              {drift.driftedColumns} of {drift.columns} columns
            </span>
            <span className={styles.faint}>
              <RelativeTime atMs={drift.atMs} />
            </span>
          </span>
        </button>
      )}
    </Panel>
  );
}
