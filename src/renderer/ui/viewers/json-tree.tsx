import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { classNames } from '../class-names.ts';
import { type JsonLine, jsonLines } from './json-lines.ts';
import styles from './viewers.module.css';

const linePx = 20;
const indentPx = 16;
const openDepth = 2;

const valueStyle: Readonly<Record<JsonLine['kind'], string | undefined>> = {
  ...{ text: styles.jsonText, number: styles.jsonNumber, word: styles.jsonWord },
  ...{ object: styles.jsonNote, array: styles.jsonNote, more: styles.jsonNote },
};

const isBranch = ({ kind }: JsonLine) => kind === 'object' || kind === 'array';

/** A JSON value of any size as a tree; the first two levels are open. Arrows walk, left and right close and open. */
export function JsonTree({ label, value }: { label: string; value: unknown }) {
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState(0);
  const scroll = useRef<HTMLDivElement>(null);
  const lines = useMemo(
    () => jsonLines(value, (pointer, depth) => depth < openDepth !== changed.has(pointer)),
    [value, changed],
  );
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => linePx,
    overscan: 20,
  });
  const toggle = ({ pointer }: JsonLine) =>
    setChanged((current) => {
      const next = new Set(current);
      if (!next.delete(pointer)) next.add(pointer);
      return next;
    });

  const walkTo = (target: number) => {
    const next = Math.max(0, Math.min(lines.length - 1, target));
    setActive(next);
    rows.scrollToIndex(next);
    requestAnimationFrame(() =>
      scroll.current?.querySelector<HTMLElement>(`[data-line="${next}"]`)?.focus({ preventScroll: true }),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[active];
    const target = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: lines.length - 1 }[event.key];
    if (target !== undefined) walkTo(target);
    else if (line === undefined || !isBranch(line)) return;
    else if (event.key === 'Enter' || event.key === ' ') toggle(line);
    else if (event.key === 'ArrowRight' && !line.isOpen) toggle(line);
    else if (event.key === 'ArrowLeft' && line.isOpen) toggle(line);
    else return;
    event.preventDefault();
  };

  return (
    <div ref={scroll} role="tree" aria-label={label} className={styles.json} onKeyDown={onKeyDown}>
      <div role="presentation" className={styles.jsonBody} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const line = lines[index];
          if (line === undefined) return null;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree
            <div
              key={line.pointer}
              role="treeitem"
              data-line={index}
              tabIndex={index === active ? 0 : -1}
              aria-level={line.depth + 1}
              aria-expanded={isBranch(line) ? line.isOpen : undefined}
              aria-selected={index === active}
              className={styles.jsonLine}
              style={{ transform: `translateY(${start}px)`, paddingLeft: 8 + line.depth * indentPx }}
              onClick={() => {
                setActive(index);
                if (isBranch(line)) toggle(line);
              }}
            >
              {isBranch(line) &&
                (line.isOpen ? (
                  <ChevronDown size={12} aria-hidden />
                ) : (
                  <ChevronRight size={12} aria-hidden />
                ))}
              {line.key !== null && <span className={styles.jsonKey}>{line.key}:</span>}
              <span className={classNames(valueStyle[line.kind])}>{line.text}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
