import { GitCompareArrows, Trash2 } from 'lucide-react';
import { Button, countOf, Text } from '../../ui/index.ts';
import { PurgeButton } from './purge-button.tsx';
import styles from './runs.module.css';
import { TagPopover } from './tag-popover.tsx';

export const mostCompared = 200;

/** What can be done with the ticked runs. */
export function SelectionBar({
  ids,
  isAll,
  isTrash,
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
  isTrash: boolean;
  isBusy: boolean;
  onCompare: () => void;
  onRegister: () => void;
  onDelete: () => void;
  onRestore: () => void;
  onPurged: () => void;
  onClear: () => void;
}) {
  return (
    <div className={styles.bar} role="toolbar" aria-label="Ticked runs">
      <span className={styles.barText}>
        {countOf(ids.length, 'run')} ticked
        {isAll && <Text tone="muted">, all that match</Text>}
      </span>
      <Button variant="quiet" onClick={onClear}>
        Clear
      </Button>
      {isTrash ? (
        <>
          <Button variant="primary" busy={isBusy} onClick={onRestore}>
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
            disabled={ids.length !== 1}
            title={ids.length === 1 ? 'Register the model of this run (r)' : 'Tick one run'}
            onClick={onRegister}
          >
            Register
          </Button>
          <TagPopover runs={ids} />
          <Button variant="danger" icon={<Trash2 size={14} />} busy={isBusy} onClick={onDelete}>
            Delete
          </Button>
        </>
      )}
    </div>
  );
}
