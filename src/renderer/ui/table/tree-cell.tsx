import { ChevronDown, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './table.module.css';

/** Pixels a level. Rows below the deepest one stand below each other and say how deep they are, or their text would have no room. */
const indents = { wide: { stepPx: 16, deepest: 8 }, narrow: { stepPx: 12, deepest: 6 } } as const;

/** The first cell of a row of a tree: how deep it stands, and the way to open or close it. */
export function TreeCell({
  depth,
  isExpanded,
  onToggle,
  indent = 'wide',
  children,
}: {
  /** 0 for rows of the root. */
  depth: number;
  /** undefined: there is nothing below it. */
  isExpanded: boolean | undefined;
  onToggle: () => void;
  indent?: keyof typeof indents;
  children: ReactNode;
}) {
  const { stepPx, deepest } = indents[indent];
  return (
    <span className={styles.tree} style={{ paddingLeft: Math.min(depth, deepest) * stepPx }}>
      {isExpanded === undefined ? (
        <span className={styles.expander} />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          className={styles.expander}
          aria-label={isExpanded ? 'Close' : 'Open'}
          onClick={(event) => {
            event.stopPropagation();
            onToggle();
          }}
        >
          {isExpanded ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
        </button>
      )}
      {depth > deepest && (
        <span className={styles.depth} title={`${depth} levels deep`}>
          {depth}
        </span>
      )}
      {children}
    </span>
  );
}
