import { TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { openRows, problemWords, type TreeSpan, traceExtentMs } from '../../../shared/model/trace-tree.ts';
import {
  classNames,
  type DataColumn,
  EmptyState,
  MeaningIcon,
  Text,
  type TreeRow,
  TreeTable,
  useColumnLayout,
} from '../../ui/index.ts';
import { exactDuration } from './duration.ts';
import { spanKind } from './span-kind.ts';
import { TimeBar, TimeScale } from './time-line.tsx';
import styles from './traces.module.css';

/** What it is, and whether something is wrong with it or below it. */
function SpanName({ row, isClosed }: { row: TreeSpan; isClosed: boolean }) {
  const { span, problem, hasFailureBelow } = row;
  const { icon: Icon, title, color } = spanKind(span.type);
  const failure =
    span.status === 'error' ? 'failed' : isClosed && hasFailureBelow ? 'a span below it failed' : '';
  return (
    <span className={styles.span} title={[span.name, title, failure].filter(Boolean).join(', ')}>
      <Icon size={14} style={{ color }} className={styles.spanIcon} role="img" aria-label={title || 'step'} />
      <span className={styles.clip}>{span.name || 'unnamed'}</span>
      {failure !== '' && (
        <span role="img" aria-label={failure} className={styles.sign}>
          <MeaningIcon meaning="bad" size={14} />
        </span>
      )}
      {problem !== null && (
        <span
          role="img"
          aria-label={problemWords[problem]}
          title={problemWords[problem]}
          className={classNames(styles.sign, styles.problem)}
        >
          <TriangleAlert size={14} aria-hidden />
        </span>
      )}
      {isClosed && <Text tone="muted">+{row.descendantCount}</Text>}
    </span>
  );
}

const durationCell = (durationMs: number | null) =>
  durationMs === null ? (
    <Text tone="muted">–</Text>
  ) : (
    <span title={`${durationMs} ms`}>{exactDuration(durationMs)}</span>
  );

const columnsOf = (extentMs: number, closed: ReadonlySet<string>): DataColumn<TreeSpan>[] => [
  {
    id: 'span',
    header: 'span',
    value: ({ span }) => span.name,
    width: 210,
    cell: (row) => <SpanName row={row} isClosed={closed.has(row.span.id)} />,
  },
  {
    id: 'took',
    header: 'took',
    kind: 'duration',
    value: ({ span }) => span.durationMs,
    width: 64,
    cell: ({ span }) =>
      span.durationMs === null ? <Text tone="muted">goes on</Text> : durationCell(span.durationMs),
  },
  {
    id: 'self',
    header: 'itself',
    kind: 'duration',
    value: ({ selfMs }) => selfMs,
    width: 64,
    hint: 'The time that none of the spans below it took',
    cell: ({ selfMs }) => durationCell(selfMs),
  },
  {
    id: 'time',
    header: 'time',
    value: ({ span }) => span.startMs,
    width: 140,
    headerExtra: <TimeScale extentMs={extentMs} />,
    cell: (row) => <TimeBar row={row} extentMs={extentMs} />,
  },
];

const idOf = ({ span }: TreeSpan): string => span.id;

/** The spans of a trace as a tree, beside when each was. */
export function SpanTable({
  tree,
  activeId,
  onSelect,
}: {
  tree: readonly TreeSpan[];
  activeId: string | null;
  onSelect: (id: string) => void;
}) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const layout = useColumnLayout('spans');
  const extentMs = useMemo(() => traceExtentMs(tree.map(({ span }) => span)), [tree]);
  const columns = useMemo(() => columnsOf(extentMs, closed), [extentMs, closed]);
  const rows = useMemo(() => tableRows(tree, closed), [tree, closed]);
  const toggle = ({ span: { id } }: TreeSpan) => {
    const next = new Set(closed);
    if (!next.delete(id)) next.add(id);
    setClosed(next);
  };
  return (
    <TreeTable<TreeSpan>
      label="Spans"
      rows={rows}
      rowId={idOf}
      columns={columns}
      layout={layout}
      fillColumn="time"
      activeId={activeId}
      onActiveChange={({ span }) => onSelect(span.id)}
      onToggle={toggle}
      menu={(row) => [
        { label: 'Open all', onSelect: () => setClosed(new Set()) },
        {
          label: 'Close all',
          onSelect: () => setClosed(new Set(tree.filter(({ childCount }) => childCount > 0).map(idOf))),
        },
        'separator',
        { label: 'Copy id', onSelect: () => void navigator.clipboard.writeText(row.span.id) },
      ]}
      empty={
        <EmptyState text="No span has come yet. What its client says of the trace stands under About." />
      }
    />
  );
}

const tableRows = (tree: readonly TreeSpan[], closed: ReadonlySet<string>): TreeRow<TreeSpan>[] => {
  const open = openRows(tree, closed);
  const indexOf = new Map(open.map(({ span }, index) => [span.id, index]));
  return open.map((row) => ({
    item: row,
    depth: row.depth,
    isExpanded: row.childCount === 0 ? undefined : !closed.has(row.span.id),
    parentIndex: indexOf.get(tree[row.parentPlace]?.span.id ?? '') ?? -1,
  }));
};
