import { Flag } from 'lucide-react';
import { Badge } from '../../ui/index.ts';
import styles from './models.module.css';

/** Aliases as flags; the champion carries the accent and comes first. */
export function AliasFlags({ aliases }: { aliases: readonly string[] }) {
  if (aliases.length === 0) return null;
  const ordered = [...aliases].sort(
    (one, other) => Number(other === 'champion') - Number(one === 'champion') || one.localeCompare(other),
  );
  return (
    <span className={styles.flags}>
      {ordered.map((alias) => (
        <Badge
          key={alias}
          meaning={alias === 'champion' ? 'accent' : 'neutral'}
          icon={<Flag size={11} aria-hidden />}
        >
          {alias}
        </Badge>
      ))}
    </span>
  );
}
