import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import styles from './layout.module.css';

export interface PageProps {
  title: ReactNode;
  /** Beside the title, muted: how many, of what. */
  note?: ReactNode;
  /** At the right; the one next step is a primary button. */
  actions?: ReactNode;
  /** A line under the title for filters. */
  toolbar?: ReactNode;
  /** Tables and split panes want the whole width and their own scrolling. */
  flush?: boolean;
  children: ReactNode;
}

/** The frame of every screen. */
export function Page({ title, note, actions, toolbar, flush = false, children }: PageProps) {
  return (
    <section className={styles.page}>
      <header className={styles.pageHead}>
        <div className={styles.pageTitle}>
          <h1>{title}</h1>
          {note !== undefined && <span className={styles.pageNote}>{note}</span>}
        </div>
        {actions}
      </header>
      {toolbar !== undefined && <div className={styles.toolbar}>{toolbar}</div>}
      <div className={classNames(styles.pageBody, !flush && styles.padded)}>{children}</div>
    </section>
  );
}

/** A bordered part of a screen with a title. */
export function Panel({
  title,
  actions,
  flush = false,
  children,
}: {
  title?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  children: ReactNode;
}) {
  return (
    <section className={styles.panel}>
      {(title !== undefined || actions !== undefined) && (
        <header className={styles.panelHead}>
          <h2 className={styles.panelTitle}>{title}</h2>
          {actions}
        </header>
      )}
      <div className={classNames(styles.panelBody, flush && styles.flush)}>{children}</div>
    </section>
  );
}

/** Things below each other. */
export function Stack({ children }: { children: ReactNode }) {
  return <div className={styles.stack}>{children}</div>;
}

/** Things beside each other, wrapping. */
export function Inline({
  align = 'center',
  children,
}: {
  /** end: fields with their names above stand on one line with switches and buttons. */
  align?: 'center' | 'end';
  children: ReactNode;
}) {
  return <div className={classNames(styles.inline, align === 'end' && styles.inlineEnd)}>{children}</div>;
}

/** As many equal columns as fit. */
export function Grid({ columnWidth = 280, children }: { columnWidth?: number; children: ReactNode }) {
  return (
    <div className={styles.grid} style={{ '--column': `min(${columnWidth}px, 100%)` }}>
      {children}
    </div>
  );
}

export interface TextProps {
  children: ReactNode;
  tone?: 'muted' | 'good' | 'warning' | 'bad' | 'info' | 'accent';
  size?: 'small' | 'large';
  mono?: boolean;
  strong?: boolean;
  /** One line, cut with an ellipsis. */
  clip?: boolean;
  selectable?: boolean;
}

/** Text that is not plain body text, without a style sheet of one's own. */
export function Text({ children, tone, size, mono, strong, clip, selectable }: TextProps) {
  return (
    <span
      className={classNames(
        tone === 'muted' && styles.muted,
        tone !== undefined && styles[`text-${tone}`],
        size && styles[size],
        mono === true && styles.mono,
        strong === true && styles.strong,
        clip === true && styles.ellipsis,
        selectable === true && styles.selectable,
      )}
    >
      {children}
    </span>
  );
}
