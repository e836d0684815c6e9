import { ChevronDown, ChevronRight, File } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import styles from './file-tree.module.css';
import { type TreeNode, treeNodes } from './file-tree-nodes.ts';

export interface FileTreeProps {
  label: string;
  paths: readonly string[];
  selected: string | null;
  onSelect: (path: string) => void;
  /** At the right of a file: its size, how it differs. */
  note?: (path: string) => ReactNode;
  /** Folders that are closed until one opens them, such as what somebody else wrote; with a slash at the end. */
  closedAtFirst?: readonly string[];
}

/** Files as a tree. Arrows walk, left and right close and open, Enter shows. */
export function FileTree({ label, paths, selected, onSelect, note, closedAtFirst = [] }: FileTreeProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(() => new Set(closedAtFirst));
  const [active, setActive] = useState(0);
  const lines = useMemo(() => treeNodes(paths, closed), [paths, closed]);
  const setOpen = (path: string, open: boolean) =>
    setClosed((current) => {
      const next = new Set(current);
      if (open) next.delete(path);
      else next.add(path);
      return next;
    });
  const choose = (node: TreeNode) =>
    node.isFolder ? setOpen(node.path, closed.has(node.path)) : onSelect(node.path);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const node = lines[active];
    const target = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (target !== undefined) {
      const next = Math.min(Math.max(target, 0), lines.length - 1);
      setActive(next);
      event.currentTarget.querySelectorAll<HTMLElement>('[role="treeitem"]')[next]?.focus();
    } else if (event.key === 'ArrowRight' && node?.isFolder) setOpen(node.path, true);
    else if (event.key === 'ArrowLeft' && node?.isFolder) setOpen(node.path, false);
    else if ((event.key === 'Enter' || event.key === ' ') && node !== undefined) choose(node);
    else return;
    event.preventDefault();
  };

  return (
    <div role="tree" aria-label={label} className={styles.tree} onKeyDown={onKeyDown}>
      {lines.map((node, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree
        <div
          key={node.path}
          role="treeitem"
          tabIndex={index === Math.min(active, lines.length - 1) ? 0 : -1}
          aria-level={node.depth + 1}
          aria-expanded={node.isFolder ? !closed.has(node.path) : undefined}
          aria-selected={node.path === selected}
          className={styles.line}
          style={{ paddingLeft: 8 + node.depth * 16 }}
          onClick={() => {
            setActive(index);
            choose(node);
          }}
        >
          {node.isFolder ? (
            closed.has(node.path) ? (
              <ChevronRight size={14} aria-hidden />
            ) : (
              <ChevronDown size={14} aria-hidden />
            )
          ) : (
            <File size={14} aria-hidden />
          )}
          <span className={styles.name}>{node.name}</span>
          {!node.isFolder && <span className={styles.note}>{note?.(node.path)}</span>}
        </div>
      ))}
    </div>
  );
}
