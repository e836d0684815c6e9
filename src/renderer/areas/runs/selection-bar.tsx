import { GitCompareArrows, Trash2 } from 'lucide-react';
import { Button, countOf, formatNumber, Text, useFootBar } from '../../ui/index.ts';
import { PurgeButton } from './purge-button.tsx';
import styles from './runs.module.css';
import { TagPopover } from './tag-popover.tsx';

export const mostCompared = 200;

/** What can be done with the ticked runs. */
export function SelectionBar({
  ids,
  isAll,
  notShown,
  isTrash,
  locked,
  isBusy,
  onCompare,
  onRegister,
  onDelete,
  onRestore,
  onPurged,
  onClear,
}: {
  ids: readonly string[];
  /** All that match the filter are ticked. */
  isAll: boolean;
  /** How many of them do not match the filter that is set now. */
  notShown: number;
  isTrash: boolean;
  /** How many of them are read in place, and cannot be changed. */
  locked: number;
  isBusy: boolean;
  onCompare: () => void;
  onRegister: () => void;
  onDelete: () => void;
  onRestore: () => void;
  onPurged: () => void;
  onClear: () => void;
}) {
  useFootBar();
  const why =
    locked === 0
      ? undefined
      : `${countOf(locked, 'run')} among them cannot be changed: read in place. Import the source to change it.`;
  return (
    <div className={styles.bar} role="toolbar" aria-label="Ticked runs">
      <span className={styles.barText}>
        {countOf(ids.length, 'run')} ticked
        {notShown > 0 ? (
          <span title="Ticked before the table was narrowed. What is done here is done with them too.">
            , {formatNumber(notShown)} not shown
          </span>
        ) : (
          isAll && <Text tone="muted">, all that match</Text>
        )}
        {why !== undefined && (
          <Text tone="muted">
            {' '}
            · {formatNumber(locked)} read in place: import their source to change them
          </Text>
        )}
      </span>
      <Button variant="quiet" onClick={onClear}>
        Clear
      </Button>
      {isTrash ? (
        <>
          <Button
            variant="primary"
            busy={isBusy}
            disabled={why !== undefined}
            title={why}
            onClick={onRestore}
          >
            Restore
          </Button>
          <PurgeButton runs={ids} onPurged={onPurged} />
        </>
      ) : (
        <>
          <Button
            variant="primary"
            icon={<GitCompareArrows size={14} />}
            disabled={ids.length < 2 || ids.length > mostCompared}
            title={ids.length < 2 ? 'Tick two runs or more' : `Up to ${mostCompared} runs (c)`}
            onClick={onCompare}
          >
            Compare
          </Button>
          <Button
            disabled={ids.length !== 1 || why !== undefined}
            title={why ?? (ids.length === 1 ? 'Register the model of this run (r)' : 'Tick one run')}
            onClick={onRegister}
          >
            Register
          </Button>
          <TagPopover runs={ids} locked={why} />
          <Button
            variant="danger"
            icon={<Trash2 size={14} />}
            busy={isBusy}
            disabled={why !== undefined}
            title={why}
            onClick={onDelete}
          >
            Delete
          </Button>
        </>
      )}
    </div>
  );
}
