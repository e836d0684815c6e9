import { useLayoutEffect, useMemo, useRef } from 'react';
import {
  type GraphEdge,
  type GraphNode,
  layeredLayout,
  nodeSize,
  type PlacedNode,
} from './layered-layout.ts';
import styles from './viewers.module.css';

const centre = nodeSize.width / 2;

const curve = (from: PlacedNode, to: PlacedNode): string => {
  const [x1, y1, x2, y2] = [from.x + centre, from.y + nodeSize.height, to.x + centre, to.y];
  const bend = Math.max(16, Math.abs(y2 - y1) / 2);
  return `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
};

const lettersThatFit = 20;
const cut = (text: string) => (text.length > lettersThatFit ? `${text.slice(0, lettersThatFit - 1)}…` : text);

/** A graph without circles from top to bottom. A picture of a list that stands beside it, which is the way for the keyboard. */
export function LayeredGraph({
  label,
  nodes,
  edges,
  chosen,
  onChoose,
}: {
  label: string;
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
  chosen: string | null;
  onChoose: (id: string) => void;
}) {
  const placed = useMemo(() => layeredLayout(nodes, edges), [nodes, edges]);
  const frame = useRef<HTMLElement>(null);
  // A graph that is wider than its place begins in its middle, where its first node is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each graph
  useLayoutEffect(() => {
    const { current } = frame;
    if (current !== null) current.scrollLeft = (current.scrollWidth - current.clientWidth) / 2;
  }, [placed]);
  return (
    <section
      ref={frame}
      className={styles.graph}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <svg width={placed.width} height={placed.height} role="img" aria-label={label}>
        {placed.edges.map(({ from, to }) => (
          <path key={`${from.id} ${to.id}`} className={styles.edge} d={curve(from, to)} />
        ))}
        {placed.nodes.map(({ id, label: name, note, isEdge, x, y }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the list beside it is walked by keyboard
          <g
            key={id}
            className={styles.node}
            data-edge={isEdge === true}
            data-chosen={id === chosen}
            transform={`translate(${x} ${y})`}
            onClick={() => onChoose(id)}
          >
            <title>{note === undefined ? name : `${name}: ${note}`}</title>
            <rect width={nodeSize.width} height={nodeSize.height} rx={isEdge === true ? 20 : 6} />
            <text x={centre} y={note === undefined ? 24 : 17}>
              {cut(name)}
            </text>
            {note !== undefined && (
              <text x={centre} y={32} className={styles.nodeNote}>
                {cut(note)}
              </text>
            )}
          </g>
        ))}
      </svg>
    </section>
  );
}
