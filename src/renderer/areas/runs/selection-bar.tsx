import { GitCompareArrows, Trash2 } from 'lucide-react';
import { Button, countOf, Text } from '../../ui/index.ts';
import styles from './runs.module.css';
import { TagPopover } from './tag-popover.tsx';

export const mostCompared = 200;

/** What can be done with the ticked runs. */
export function SelectionBar({
  ids,
  hidden,
  isDeleting,
  onCompare,
  onRegister,
  onDelete,
  onClear,
}: {
  ids: readonly string[];
  /** How many of them the filter hides. */
  hidden: number;
  isDeleting: boolean;
  onCompare: () => void;
  onRegister: () => void;
  onDelete: () => void;
  onClear: () => void;
}) {
  return (
    <div className={styles.bar} role="toolbar" aria-label="Ticked runs">
      <span className={styles.barText}>
        {countOf(ids.length, 'run')} ticked
        {hidden > 0 && <Text tone="muted">, {hidden} of them not in sight</Text>}
      </span>
      <Button variant="quiet" onClick={onClear}>
        Clear
      </Button>
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
      <Button variant="danger" icon={<Trash2 size={14} />} busy={isDeleting} onClick={onDelete}>
        Delete
      </Button>
    </div>
  );
}
