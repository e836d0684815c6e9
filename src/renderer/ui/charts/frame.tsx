import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { classNames } from '../class-names.ts';
import { formatNumber } from '../format.ts';
import styles from './chart.module.css';
import type { LegendEntry, Space } from './frame-parts.ts';
import { usePaperCopy } from './paper-copy.ts';
import { SaveMenu } from './save-menu.tsx';
import { OnPaper } from './theme-colors.ts';
import { type Drawings, useDrawings } from './use-drawings.ts';

export interface ChartFrameProps {
  /** What the chart shows, as a title would say it. */
  label: string;
  /** How many points are drawn of how many there are: never a silent sample. */
  drawn: number;
  total?: number | undefined;
  /** What is counted: "points", "rows". */
  noun?: string;
  legend?: readonly LegendEntry[] | undefined;
  /** What stands below a saved drawing instead, where names stand elsewhere on the page. */
  savedLegend?: readonly LegendEntry[] | undefined;
  height: number;
  /** The same figures as a table, for readers who do not see the drawing. */
  table: { head: readonly string[]; rows: readonly (readonly (string | number)[])[] };
  /** Holds controls: then it is a group of them and not one image. */
  isInteractive?: boolean;
  /** Present: the chart can be saved, and this is its CSV. */
  csv?: (() => string) | undefined;
  /** Beside the count: what else is to be said of the points, or done with them. */
  captionEnd?: ReactNode;
  /** The drawing, in a space of so many pixels. */
  children: (drawings: Drawings, space: Space) => ReactNode;
}

const readRows = 50;

/** How wide the element is, in whole pixels; 0 until that is known. */
function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return { element, width };
}

/** Frame of every chart: the drawing as one image with a name, its legend, its count, and a table instead of it. */
export function ChartFrame({
  label,
  drawn,
  total = drawn,
  noun = 'points',
  legend,
  savedLegend = legend,
  height,
  table,
  isInteractive = false,
  csv,
  captionEnd,
  children,
}: ChartFrameProps) {
  const { element, width } = useWidth();
  const drawings = useDrawings();
  const paper = usePaperCopy();
  const count =
    drawn === total
      ? `${formatNumber(total)} ${noun}`
      : `${formatNumber(drawn)} of ${formatNumber(total)} ${noun}`;
  return (
    <figure className={styles.figure}>
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: both roles have names */}
      <div
        ref={element}
        className={styles.plot}
        style={{ height }}
        role={isInteractive ? 'group' : 'img'}
        aria-label={`${label}, ${count}`}
      >
        {drawings !== null && width > 0 && (
          <div className={styles.drawing}>{children(drawings, { width, height })}</div>
        )}
      </div>
      {paper.isWanted && drawings !== null && (
        <div
          ref={paper.host}
          className={classNames(styles.plot, styles.paper)}
          style={{ width, height }}
          inert
          aria-hidden
        >
          <OnPaper value>{children(drawings, { width, height })}</OnPaper>
        </div>
      )}
      <figcaption className={styles.caption}>
        {legend?.map((entry) => (
          <span key={entry.label} className={styles.legendItem}>
            <span className={styles.swatch} style={{ background: entry.color }} />
            {entry.label}
          </span>
        ))}
        <span>{count}</span>
        {(captionEnd !== undefined || csv !== undefined) && (
          <span className={styles.captionEnd}>
            {captionEnd}
            {csv !== undefined && (
              <SaveMenu
                title={label}
                host={element}
                onPaper={paper.take}
                legend={savedLegend}
                {...{ csv, count }}
              />
            )}
          </span>
        )}
      </figcaption>
      <div className={styles.hidden}>
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              {table.head.map((name) => (
                <th key={name}>{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.slice(0, readRows).map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two points may be the same
              <tr key={index}>
                {row.map((value, column) => (
                  <td key={table.head[column]}>{typeof value === 'number' ? formatNumber(value) : value}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
