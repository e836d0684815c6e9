export interface GraphNode {
  readonly id: string;
  readonly label: string;
  readonly note?: string | undefined;
  /** What comes from outside or goes there. */
  readonly isEdge?: boolean;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

export interface PlacedNode extends GraphNode {
  readonly x: number;
  readonly y: number;
}

export interface LayeredLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly { readonly from: PlacedNode; readonly to: PlacedNode }[];
}

export const nodeSize = { width: 152, height: 40 };
const gap = { x: 24, y: 32 };
const margin = 16;

/**
 * Places nodes in rows: each below everything it follows from (longest path), and in its row near the middle of what it follows from.
 * Nodes come in an order in which what follows stands later; an edge against it is drawn, but moves nothing.
 */
export function layeredLayout(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): LayeredLayout {
  const order = new Map(nodes.map(({ id }, index) => [id, index]));
  const before = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const isForward = (order.get(from) ?? Number.POSITIVE_INFINITY) < (order.get(to) ?? -1);
    if (isForward) before.set(to, [...(before.get(to) ?? []), from]);
  }
  const layers = layersOf(nodes, before);
  const widest = Math.max(1, ...layers.map((layer) => layer.length));
  const width = 2 * margin + widest * (nodeSize.width + gap.x) - gap.x;
  const placed = new Map<string, PlacedNode>();
  for (const [row, layer] of layers.entries()) {
    const sorted = layer
      .map((node) => ({ node, middle: middleOf(before.get(node.id) ?? [], placed, width / 2) }))
      .sort((a, b) => a.middle - b.middle);
    const rowWidth = sorted.length * (nodeSize.width + gap.x) - gap.x;
    for (const [index, { node }] of sorted.entries()) {
      placed.set(node.id, {
        ...node,
        x: (width - rowWidth) / 2 + index * (nodeSize.width + gap.x),
        y: margin + row * (nodeSize.height + gap.y),
      });
    }
  }
  return {
    width,
    height: 2 * margin + Math.max(1, layers.length) * (nodeSize.height + gap.y) - gap.y,
    nodes: [...placed.values()],
    edges: edges.flatMap(({ from, to }) => {
      const [start, end] = [placed.get(from), placed.get(to)];
      return start === undefined || end === undefined ? [] : [{ from: start, to: end }];
    }),
  };
}

function layersOf(nodes: readonly GraphNode[], before: ReadonlyMap<string, string[]>): GraphNode[][] {
  const layerOf = new Map<string, number>();
  const layers: GraphNode[][] = [];
  for (const node of nodes) {
    const layer = 1 + Math.max(-1, ...(before.get(node.id) ?? []).map((id) => layerOf.get(id) ?? -1));
    layerOf.set(node.id, layer);
    layers[layer] = [...(layers[layer] ?? []), node];
  }
  return layers;
}

function middleOf(
  ids: readonly string[],
  placed: ReadonlyMap<string, PlacedNode>,
  otherwise: number,
): number {
  if (ids.length === 0) return otherwise;
  return ids.reduce((sum, id) => sum + (placed.get(id)?.x ?? otherwise), 0) / ids.length;
}
