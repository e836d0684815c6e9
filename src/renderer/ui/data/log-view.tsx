import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { CopyButton } from './copy-button.tsx';
import styles from './data.module.css';

const lineHeightPx = 18;
const nearEndPx = 24;

/** A log of any length. Follows its end while one is there, and stays put when one has scrolled up. */
export function LogView({
  lines,
  label,
  note,
}: {
  lines: readonly string[];
  label: string;
  note?: string | undefined;
}) {
  const scroll = useRef<HTMLDivElement>(null);
  const [follows, setFollows] = useState(true);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => lineHeightPx,
    overscan: 20,
  });
  useEffect(() => {
    if (follows && lines.length > 0) rows.scrollToIndex(lines.length - 1);
  }, [follows, lines.length, rows]);
  return (
    <div className={styles.log}>
      <section
        ref={scroll}
        className={styles.logLines}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={label}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) =>
          setFollows(scrollTop + clientHeight >= scrollHeight - nearEndPx)
        }
      >
        <div className={styles.logBody} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => (
            <div key={index} className={styles.logLine} style={{ transform: `translateY(${start}px)` }}>
              {lines[index]}
            </div>
          ))}
        </div>
      </section>
      {note !== undefined && <p className={styles.unit}>{note}</p>}
      <div className={styles.codeActions}>
        <CopyButton text={lines.join('\n')} what="log" />
      </div>
    </div>
  );
}
