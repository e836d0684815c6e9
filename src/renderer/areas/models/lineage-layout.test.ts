import { describe, expect, it } from 'vitest';
import type { Lineage } from '../../../shared/model/registry.ts';
import { columnGap, layOutLineage, nodeHeight, nodeWidth } from './lineage-layout.ts';

const node = (id: string): Lineage['nodes'][number] => ({ id, type: 'run', title: id, detail: '' });
const edge = (from: string, to: string) => ({ from, to, label: 'made' });
const place = (layout: ReturnType<typeof layOutLineage>, id: string) =>
  layout.nodes.find((each) => each.id === id);

describe('lineage', () => {
  it('stands right of the farthest source, however the nodes are listed', () => {
    const layout = layOutLineage({
      nodes: [node('model'), node('run'), node('data')],
      edges: [edge('data', 'run'), edge('run', 'model'), edge('data', 'model')],
    });
    const step = nodeWidth + columnGap;
    expect(['data', 'run', 'model'].map((id) => place(layout, id)?.x)).toEqual([0, step, 2 * step]);
    expect(layout.width).toBe(2 * step + nodeWidth);
    expect(layout.height).toBe(nodeHeight);
  });

  it('puts nodes of one column below each other', () => {
    const layout = layOutLineage({
      nodes: [node('a'), node('b'), node('c')],
      edges: [edge('a', 'c'), edge('b', 'c')],
    });
    expect(place(layout, 'a')?.y).toBe(0);
    expect(place(layout, 'b')?.y).toBeGreaterThanOrEqual(nodeHeight);
  });

  it('survives a circle and an edge that leads nowhere', () => {
    const layout = layOutLineage({
      nodes: [node('a'), node('b')],
      edges: [edge('a', 'b'), edge('b', 'a'), edge('b', 'gone')],
    });
    expect(layout.nodes).toHaveLength(2);
    expect(layout.edges).toHaveLength(2);
  });
});
