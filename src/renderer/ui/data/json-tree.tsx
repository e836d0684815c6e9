import { ChevronDown, ChevronRight } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { Button } from '../controls/button.tsx';
import { countOf, formatNumber } from '../format.ts';
import { CopyButton } from './copy-button.tsx';
import { ExactNumber } from './exact-number.ts';
import { type JsonLine, jsonLines, membersAtFirst, openAtFirst } from './json-lines.ts';
import styles from './json-tree.module.css';

/** Longer texts are cut until they are opened. */
const longText = 400;

function Value({ value, isWhole, onWhole }: { value: unknown; isWhole: boolean; onWhole: () => void }) {
  if (value instanceof ExactNumber) return <span className={styles.plain}>{value.text}</span>;
  if (typeof value !== 'string')
    return <span className={styles.plain}>{JSON.stringify(value) ?? 'null'}</span>;
  const isCut = value.length > longText && !isWhole;
  return (
    <span className={styles.text}>
      {isCut ? `${value.slice(0, longText)}…` : value}
      {isCut && (
        <Button size="small" variant="quiet" onClick={onWhole}>
          Show all {formatNumber(value.length)} characters
        </Button>
      )}
    </span>
  );
}

/** `JSON.rawJSON` writes a number as it was read (https://github.com/tc39/proposal-json-parse-with-source). */
const exactly = (_key: string, value: unknown): unknown =>
  value instanceof ExactNumber
    ? (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(value.text)
    : value;

const summaryOf = ({ value, size }: JsonLine): string =>
  Array.isArray(value)
    ? size === 0
      ? '[ ]'
      : countOf(size ?? 0, 'item')
    : size === 0
      ? '{ }'
      : countOf(size ?? 0, 'field');

/** A JSON document of any size. Arrows walk, left and right close and open. */
export function JsonTree({ value, label }: { value: unknown; label: string }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => openAtFirst(value));
  const [listed, setListed] = useState<ReadonlyMap<string, number>>(new Map());
  const [whole, setWhole] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState(0);
  const frame = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => jsonLines(value, open, listed), [value, open, listed]);
  const tabStop = Math.min(active, lines.length - 1);

  const setIsOpen = (path: string, isOpen: boolean) => {
    const next = new Set(open);
    if (isOpen) next.add(path);
    else next.delete(path);
    setOpen(next);
  };
  const listMore = (path: string) =>
    setListed(new Map(listed).set(path, (listed.get(path) ?? membersAtFirst) * 2));
  const goTo = (index: number) => {
    const next = Math.min(Math.max(index, 0), lines.length - 1);
    setActive(next);
    frame.current?.querySelectorAll<HTMLElement>('[role="treeitem"]')[next]?.focus();
  };
  const outside = (index: number): number => {
    const depth = lines[index]?.depth ?? 0;
    return lines.slice(0, index).findLastIndex((line) => line.depth < depth);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[tabStop];
    if (line === undefined) return;
    const canOpen = (line.size ?? 0) > 0;
    const target = { ArrowDown: tabStop + 1, ArrowUp: tabStop - 1, Home: 0, End: lines.length - 1 }[
      event.key
    ];
    if (target !== undefined) goTo(target);
    else if (event.key === 'ArrowRight' && canOpen && !line.isOpen) setIsOpen(line.path, true);
    else if (event.key === 'ArrowRight' && canOpen) goTo(tabStop + 1);
    else if (event.key === 'ArrowLeft' && line.isOpen) setIsOpen(line.path, false);
    else if (event.key === 'ArrowLeft') goTo(outside(tabStop));
    else if (event.key === 'Enter' && line.more !== null) listMore(line.name ?? '');
    else return;
    event.preventDefault();
  };

  return (
    <div className={styles.frame}>
      <div ref={frame} role="tree" aria-label={label} className={styles.tree} onKeyDown={onKeyDown}>
        {lines.map((line, index) => {
          const canOpen = (line.size ?? 0) > 0;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the tree
            <div
              key={line.path}
              role="treeitem"
              tabIndex={index === tabStop ? 0 : -1}
              aria-level={line.depth + 1}
              aria-expanded={canOpen ? line.isOpen : undefined}
              aria-selected={false}
              className={styles.line}
              style={{ paddingLeft: line.depth * 16 }}
              onClick={() => {
                setActive(index);
                if (canOpen) setIsOpen(line.path, !line.isOpen);
              }}
            >
              <span className={styles.sign} aria-hidden>
                {canOpen && (line.isOpen ? <ChevronDown size={12} /> : <ChevronRight size={12} />)}
              </span>
              {line.more === null ? (
                <>
                  {line.name !== null && <span className={styles.name}>{line.name}</span>}
                  {line.size === null ? (
                    <Value
                      value={line.value}
                      isWhole={whole.has(line.path)}
                      onWhole={() => setWhole(new Set([...whole, line.path]))}
                    />
                  ) : (
                    <span className={styles.summary}>{summaryOf(line)}</span>
                  )}
                </>
              ) : (
                <Button size="small" variant="quiet" onClick={() => listMore(line.name ?? '')}>
                  Show more of {formatNumber(line.more)} others
                </Button>
              )}
            </div>
          );
        })}
      </div>
      <div className={styles.actions}>
        <CopyButton text={JSON.stringify(value, exactly, 2)} what={label.toLowerCase()} />
      </div>
    </div>
  );
}
