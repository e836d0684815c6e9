import { describe, expect, it } from 'vitest';
import { layeredLayout, nodeSize } from './layered-layout.ts';

const layout = (ids: string, ...edges: string[]) =>
  layeredLayout(
    [...ids].map((id) => ({ id, label: id })),
    edges.map(([from = '', to = '']) => ({ from, to })),
  );
const rowsOf = ({ nodes }: ReturnType<typeof layout>) => {
  const rows = new Map<number, string[]>();
  for (const { id, x, y } of [...nodes].sort((a, b) => a.x - b.x)) {
    expect(x).toBeGreaterThanOrEqual(0);
    rows.set(y, [...(rows.get(y) ?? []), id]);
  }
  return [...rows].sort(([a], [b]) => a - b).map(([, ids]) => ids.join(''));
};

describe('a layered graph', () => {
  it('puts each node below all that it follows from', () =>
    expect(rowsOf(layout('abcde', 'ab', 'ac', 'bd', 'cd', 'ae', 'de'))).toEqual(['a', 'bc', 'd', 'e']));

  it('keeps what belongs together near each other', () =>
    expect(rowsOf(layout('abcdef', 'ac', 'bd', 'ce', 'df')).map((row) => row[0])).toEqual(['a', 'c', 'e']));

  it('never lays two nodes over each other', () => {
    const { nodes } = layout('abcdefgh', 'ab', 'ac', 'ad', 'ae', 'ef');
    for (const one of nodes)
      for (const other of nodes)
        if (one !== other && one.y === other.y)
          expect(Math.abs(one.x - other.x)).toBeGreaterThanOrEqual(nodeSize.width);
  });

  it('survives circles, unknown names and nothing', () => {
    expect(rowsOf(layout('ab', 'ab', 'ba', 'xa'))).toEqual(['a', 'b']);
    expect(layout('')).toMatchObject({ nodes: [], edges: [] });
  });
});
