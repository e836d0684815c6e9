import type { SpanOutline } from './trace.ts';

/** Why a span does not stand where its sender put it, or is not when it says. */
export type SpanProblem = 'orphan' | 'cycle' | 'before-parent' | 'ends-before-start';

/** A span at its place in the tree. */
export interface TreeSpan {
  readonly span: SpanOutline;
  /** 0 for those without a parent. */
  readonly depth: number;
  /** Place of its parent among the rows; -1 for none. */
  readonly parentPlace: number;
  readonly childCount: number;
  /** Spans below it, at any depth; they follow it immediately. */
  readonly descendantCount: number;
  /** Its time without that of its children; null while it goes on, or when its end lies before its start. */
  readonly selfMs: number | null;
  /** Whether a span below it failed. */
  readonly hasFailureBelow: boolean;
  readonly problem: SpanProblem | null;
}

/**
 * Spans in the order in which a tree shows them: each before its children, siblings as they began. Every span is there once, whatever its
 * sender says of parents: one whose parent is not there stands at the top, and a circle is opened at the span of it that began first.
 * Nothing recurses, because a chain may be as long as a trace.
 */
export const spanTree = (spans: readonly SpanOutline[]): TreeSpan[] => {
  const ordered = spans.toSorted((one, other) => one.startMs - other.startMs);
  const byId = new Map(ordered.map((span) => [span.id, span]));
  const children = new Map<string, SpanOutline[]>();
  const tops: SpanOutline[] = [];
  for (const span of ordered) {
    if (span.parentId === null || !byId.has(span.parentId)) tops.push(span);
    else {
      const siblings = children.get(span.parentId);
      if (siblings === undefined) children.set(span.parentId, [span]);
      else siblings.push(span);
    }
  }
  const rows: MutableRow[] = [];
  const placed = new Set<string>();
  const isCutFrom = new Set<string>();
  const place = (top: SpanOutline): void => {
    const waiting = [{ span: top, depth: 0, parentPlace: -1 }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { span, depth } = next;
      if (placed.has(span.id)) continue;
      placed.add(span.id);
      const here = rows.length;
      const below = (children.get(span.id) ?? []).filter(({ id }) => !placed.has(id));
      rows.push({ ...next, below, descendantCount: 0, hasFailureBelow: false });
      for (const child of below.toReversed())
        waiting.push({ span: child, depth: depth + 1, parentPlace: here });
    }
  };
  for (const top of tops) place(top);
  for (const span of ordered)
    if (!placed.has(span.id)) {
      isCutFrom.add(span.id);
      place(span);
    }
  sumUp(rows);
  return rows.map(({ below, ...row }) => ({
    ...row,
    childCount: below.length,
    selfMs: selfMsOf(row.span, below),
    problem: problemOf(row.span, byId, isCutFrom),
  }));
};

interface MutableRow {
  readonly span: SpanOutline;
  readonly depth: number;
  readonly parentPlace: number;
  readonly below: readonly SpanOutline[];
  descendantCount: number;
  hasFailureBelow: boolean;
}

/** From the last row to the first, so that a row is complete before its parent counts it. */
const sumUp = (rows: readonly MutableRow[]): void => {
  for (const row of rows.toReversed()) {
    const parent = rows[row.parentPlace];
    if (parent === undefined) continue;
    parent.descendantCount += row.descendantCount + 1;
    parent.hasFailureBelow ||= row.hasFailureBelow || row.span.status === 'error';
  }
};

const problemOf = (
  span: SpanOutline,
  byId: ReadonlyMap<string, SpanOutline>,
  isCutFrom: ReadonlySet<string>,
): SpanProblem | null => {
  if (isCutFrom.has(span.id)) return 'cycle';
  const parent = span.parentId === null ? undefined : byId.get(span.parentId);
  if (span.parentId !== null && parent === undefined) return 'orphan';
  if (span.durationMs !== null && span.durationMs < 0) return 'ends-before-start';
  return parent !== undefined && span.startMs < parent.startMs ? 'before-parent' : null;
};

/** Children that run at the same time count once. What they do after it has ended is not its time. */
const selfMsOf = ({ startMs, durationMs }: SpanOutline, children: readonly SpanOutline[]) => {
  if (durationMs === null || durationMs < 0) return null;
  const endMs = startMs + durationMs;
  let reachedMs = startMs;
  let busyMs = 0;
  for (const child of children) {
    const from = Math.max(reachedMs, child.startMs);
    const to = Math.min(endMs, child.durationMs === null ? endMs : child.startMs + child.durationMs);
    if (to <= from) continue;
    busyMs += to - from;
    reachedMs = to;
  }
  return durationMs - busyMs;
};

/** The rows that are left when these spans are closed. */
export const openRows = (rows: readonly TreeSpan[], closed: ReadonlySet<string>): TreeSpan[] => {
  const open: TreeSpan[] = [];
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place];
    if (row === undefined) break;
    open.push(row);
    if (closed.has(row.span.id)) place += row.descendantCount;
  }
  return open;
};

/** From the first beginning to the last end that is known, in milliseconds. */
export const traceExtentMs = (spans: readonly SpanOutline[]): number =>
  spans.reduce(
    (extent, { startMs, durationMs }) => Math.max(extent, startMs + Math.max(durationMs ?? 0, 0)),
    0,
  );

export const problemWords: Readonly<Record<SpanProblem, string>> = {
  orphan: 'The span it belongs to is not here. It may still come, or was never sent.',
  cycle: 'It is said to belong to a span that stands below it, so the circle is opened here.',
  'before-parent': 'It begins before the span it belongs to: their clocks differ.',
  'ends-before-start': 'Its end lies before its start: its clock was set back.',
};
