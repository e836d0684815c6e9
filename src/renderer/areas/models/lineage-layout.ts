import type { Lineage } from '../../../shared/model/registry.ts';

type LineageNode = Lineage['nodes'][number];

export interface PlacedNode extends LineageNode {
  x: number;
  y: number;
}
export interface PlacedEdge {
  id: string;
  label: string;
  fromX: number;
  fromY: number;
  toX: number;
  toY: number;
}
export interface LineageLayout {
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  width: number;
  height: number;
}

export const nodeWidth = 168;
export const nodeHeight = 64;
export const columnGap = 88;
const rowGap = 12;

/**
 * Places a graph from left to right: a node stands one column right of the farthest node it comes from. Edges that would close a
 * circle are left out of the reckoning.
 */
export function layOutLineage({ nodes, edges }: Lineage): LineageLayout {
  const columns = columnsOf({ nodes, edges });
  const taken = new Map<number, number>();
  const placed = nodes.map((node): PlacedNode => {
    const column = columns.get(node.id) ?? 0;
    const row = taken.get(column) ?? 0;
    taken.set(column, row + 1);
    return { ...node, x: column * (nodeWidth + columnGap), y: row * (nodeHeight + rowGap) };
  });
  const byId = new Map(placed.map((node) => [node.id, node]));
  const rows = Math.max(1, ...taken.values());
  return {
    nodes: placed,
    edges: edges.flatMap((edge) => placeEdge(edge, byId)),
    width: Math.max(0, ...placed.map(({ x }) => x)) + nodeWidth,
    height: rows * (nodeHeight + rowGap) - rowGap,
  };
}

function placeEdge(
  { from, to, label }: Lineage['edges'][number],
  byId: ReadonlyMap<string, PlacedNode>,
): PlacedEdge[] {
  const source = byId.get(from);
  const target = byId.get(to);
  if (source === undefined || target === undefined) return [];
  return [
    {
      id: `${from} ${to} ${label}`,
      label,
      fromX: source.x + nodeWidth,
      fromY: source.y + nodeHeight / 2,
      toX: target.x,
      toY: target.y + nodeHeight / 2,
    },
  ];
}

function columnsOf({ nodes, edges }: Lineage): Map<string, number> {
  const columns = new Map<string, number>();
  const sources = (id: string) => edges.filter(({ to }) => to === id).map(({ from }) => from);
  const columnOf = (id: string, above: ReadonlySet<string>): number => {
    const known = columns.get(id);
    if (known !== undefined) return known;
    if (above.has(id)) return -1;
    const before = new Set(above).add(id);
    const column = Math.max(-1, ...sources(id).map((source) => columnOf(source, before))) + 1;
    columns.set(id, column);
    return column;
  };
  for (const { id } of nodes) columnOf(id, new Set());
  return columns;
}
