import { useMemo } from 'react';
import type { Lineage } from '../../../shared/model/registry.ts';
import { navigate, type Route } from '../../app/index.ts';
import { columnGap, layOutLineage, nodeHeight, nodeWidth, type PlacedEdge } from './lineage-layout.ts';
import styles from './models.module.css';

/** A node's id carries its type in front, as `run:3f2a`. */
const bareId = (id: string) => id.replace(/^(dataset|run|model|endpoint|evaluation|export):/, '');

function routeOf({ type, id, title }: Lineage['nodes'][number]): Route {
  const bare = bareId(id);
  switch (type) {
    case 'dataset':
      return { area: 'data', id: title.split('@')[0] ?? title };
    case 'run':
      return { area: 'runs', id: bare };
    case 'evaluation':
      return { area: 'runs', search: { evaluation: bare } };
    case 'model':
      return { area: 'models', id: title.split(/[/@]/)[0] ?? title };
    case 'endpoint':
      return { area: 'serving', id: bare };
    case 'export':
      return { area: 'exports', id: bare };
  }
}

const curve = ({ fromX, fromY, toX, toY }: PlacedEdge) => {
  const middle = (fromX + toX) / 2;
  return `M${fromX} ${fromY} C${middle} ${fromY} ${middle} ${toY} ${toX - 5} ${toY} M${toX - 9} ${toY - 4} L${toX - 4} ${toY} L${toX - 9} ${toY + 4}`;
};

/** From data over run to version and endpoint, left to right; every box leads to its own page. */
export function LineageGraph({ lineage }: { lineage: Lineage }) {
  const { nodes, edges, width, height } = useMemo(() => layOutLineage(lineage), [lineage]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.lineage} aria-label="Lineage" tabIndex={0}>
      <div className={styles.graph} style={{ width, height }}>
        <svg className={styles.edges} width={width} height={height} aria-hidden="true">
          {edges.map((edge) => (
            <path key={edge.id} d={curve(edge)} />
          ))}
        </svg>
        {edges.map((edge) => (
          <span
            key={edge.id}
            className={styles.edgeLabel}
            style={{ left: edge.toX - columnGap + 4, top: edge.toY - 20, width: columnGap - 12 }}
          >
            {edge.label}
          </span>
        ))}
        {nodes.map((node) => (
          <button
            key={node.id}
            type="button"
            className={styles.node}
            style={{ left: node.x, top: node.y, width: nodeWidth, height: nodeHeight }}
            title={`${node.title}\n${node.detail}`}
            onClick={() => navigate(routeOf(node))}
          >
            <span className={styles.nodeType}>{node.type}</span>
            <span className={styles.nodeTitle}>{node.title}</span>
            <span className={styles.nodeDetail}>{node.detail}</span>
          </button>
        ))}
      </div>
    </section>
  );
}
