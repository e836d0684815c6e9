import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight, File } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react';
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

const lineHeightPx = 24;
/** Drawn beyond those in sight at either end. */
const spareLines = 8;

/** Files as a tree, of which the lines in sight are drawn. Arrows walk, left and right close and open, Enter shows. */
export function FileTree({ label, paths, selected, onSelect, note, closedAtFirst = [] }: FileTreeProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(() => new Set(closedAtFirst));
  const [active, setActive] = useState(0);
  const lines = useMemo(() => treeNodes(paths, closed), [paths, closed]);
  const tree = useRef<HTMLDivElement>(null);
  const id = useId();
  const window = useVirtualizer({
    count: lines.length,
    getScrollElement: () => tree.current,
    estimateSize: () => lineHeightPx,
    overscan: spareLines,
  });
  const drawn = window.getVirtualItems();
  const at = Math.min(active, lines.length - 1);
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
    const node = lines[at];
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (target !== undefined) {
      const next = Math.min(Math.max(target, 0), lines.length - 1);
      setActive(next);
      window.scrollToIndex(next);
    } else if (event.key === 'ArrowRight' && node?.isFolder) setOpen(node.path, true);
    else if (event.key === 'ArrowLeft' && node?.isFolder) setOpen(node.path, false);
    else if ((event.key === 'Enter' || event.key === ' ') && node !== undefined) choose(node);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={tree}
      role="tree"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={drawn.some(({ index }) => index === at) ? `${id}-${at}` : undefined}
      className={styles.tree}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles.lines} style={{ height: window.getTotalSize() }}>
        {drawn.map(({ index, start }) => {
          const node = lines[index]!;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree, which keeps the focus
            <div
              key={node.path}
              id={`${id}-${index}`}
              role="treeitem"
              tabIndex={-1}
              aria-level={node.depth + 1}
              aria-posinset={node.place}
              aria-setsize={node.siblings}
              aria-expanded={node.isFolder ? !closed.has(node.path) : undefined}
              aria-selected={node.path === selected}
              data-active={index === at || undefined}
              className={styles.line}
              style={{ transform: `translateY(${start}px)`, paddingLeft: 8 + node.depth * 16 }}
              onClick={() => {
                tree.current?.focus({ preventScroll: true });
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
          );
        })}
      </div>
    </div>
  );
}
