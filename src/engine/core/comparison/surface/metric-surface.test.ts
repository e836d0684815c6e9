import { describe, expect, it } from 'vitest';
import { binnedMeans, cellEdges, cellOf, evenEdges } from './binned-means.ts';
import { contourLines } from './contour-lines.ts';
import { kernelMean, scottBandwidth } from './kernel-field.ts';
import { contourLevels, metricSurface } from './metric-surface.ts';

describe('cells', () => {
  it('hold a value from their lower edge on, the last one its upper edge too', () => {
    const edges = [0, 1, 2, 3];
    expect([0, 0.99, 1, 2.5, 3].map((value) => cellOf(edges, value))).toEqual([0, 0, 1, 2, 2]);
  });

  it('have the mean of their runs, and none where there are none', () => {
    const points = { x: [0, 0.4, 3, 3], y: [0, 0, 2, 2], value: [1, 3, 5, 8] };
    const { counts, means } = binnedMeans(points, { xEdges: [0, 1, 2, 3], yEdges: [0, 1, 2] });
    expect(counts).toEqual([
      [2, 0, 0],
      [0, 0, 2],
    ]);
    expect(means).toEqual([
      [2, null, null],
      [null, null, 6.5],
    ]);
  });

  it('lie around few values, and evenly along many', () => {
    expect(cellEdges([2, 4, 4, 3], 5)).toEqual([2, 2.5, 3.5, 4]);
    expect(cellEdges([1, 10, 100], 5)).toEqual([1, 5.5, 55, 100]);
    expect(cellEdges([0, 1, 2, 3, 4], 4)).toEqual([0, 1, 2, 3, 4]);
    expect(cellEdges([3, 3], 4)).toEqual([2.5, 2.75, 3, 3.25, 3.5]);
  });

  it('of one value lie around it', () => {
    expect(evenEdges([4, 4], 2)).toEqual([3.5, 4, 4.5]);
  });
});

describe('the field', () => {
  it('is the mean of all runs weighted by distance, and silent where none is near', () => {
    const points = { x: [0, 1], y: [0, 0], value: [10, 20] };
    const bandwidth = { x: 1, y: 1 };
    expect(kernelMean(points, { x: 0.5, y: 3 }, bandwidth)).toBeNull();
    expect(kernelMean(points, { x: 0.5, y: 0 }, bandwidth)).toBe(15);
    const weight = Math.exp(-0.5);
    expect(kernelMean(points, { x: 0, y: 0 }, bandwidth)).toBeCloseTo((10 + 20 * weight) / (1 + weight), 12);
  });

  it('has no width where nothing varies', async () => {
    expect(scottBandwidth([2, 2, 2])).toBe(0);
    const flat = await metricSurface(
      { x: [1, 2, 3], y: [5, 5, 5], value: [1, 2, 3] },
      { xScale: 'linear', yScale: 'linear', cells: 4 },
    );
    expect(flat.field).toBeNull();
    expect(flat.counts.flat().reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  it('is taken on logarithms where the axis is logarithmic', async () => {
    const x = [1, 10, 100, 1000];
    const surface = await metricSurface(
      { x, y: [0, 1, 0, 1], value: [1, 2, 3, 4] },
      { xScale: 'log', yScale: 'linear', cells: 3 },
    );
    for (const [index, edge] of surface.xEdges.entries()) expect(edge).toBeCloseTo(10 ** index, 9);
    expect(surface.counts.map((row) => row.reduce((sum, count) => sum + count, 0))).toEqual([2, 2]);
  });
});

/** The field between the places of the grid, straight along both axes. */
function bilinear(
  grid: { x: number[]; y: number[]; values: (number | null)[][] },
  [x, y]: readonly number[],
) {
  const [column, row] = [cellOf(grid.x, x!), cellOf(grid.y, y!)];
  const across = (x! - grid.x[column]!) / (grid.x[column + 1]! - grid.x[column]!);
  const up = (y! - grid.y[row]!) / (grid.y[row + 1]! - grid.y[row]!);
  const at = (right: number, above: number) => grid.values[row + above]![column + right]!;
  return (
    (1 - up) * ((1 - across) * at(0, 0) + across * at(1, 0)) +
    up * ((1 - across) * at(0, 1) + across * at(1, 1))
  );
}

describe('contour lines', () => {
  const axis = Array.from({ length: 21 }, (_, place) => -1 + place / 10);
  const field = (value: (x: number, y: number) => number | null) => ({
    x: axis,
    y: axis,
    values: axis.map((y) => axis.map((x) => value(x, y))),
  });

  it('have their value everywhere on them', () => {
    const grid = field((x, y) => Math.sin(3 * x) * Math.cos(2 * y) + x);
    for (const level of [-1.2, -0.5, 0.013, 0.4, 1.1]) {
      const places = contourLines(grid, level).flat();
      expect(places.length).toBeGreaterThan(5);
      for (const place of places) expect(bilinear(grid, place)).toBeCloseTo(level, 10);
    }
  });

  it('close around a summit, and end at the edge of the field', () => {
    const circles = contourLines(
      field((x, y) => x * x + y * y),
      0.5,
    );
    expect(circles).toHaveLength(1);
    expect(circles[0]![0]).toEqual(circles[0]!.at(-1));
    const [line, ...others] = contourLines(
      field((x) => x),
      0.25,
    );
    expect(others).toEqual([]);
    expect([line![0]![1], line!.at(-1)![1]].sort()).toEqual([-1, 1]);
  });

  it('do not cross what is unknown', () => {
    const lines = contourLines(
      field((x, y) => (Math.abs(y) < 0.15 ? null : x)),
      0.25,
    );
    expect(lines).toHaveLength(2);
    for (const [, y] of lines.flat()) expect(Math.abs(y!)).toBeGreaterThan(0.15);
  });

  it('part at a saddle as its middle says', () => {
    const saddle = (low: number) => ({
      x: [0, 1],
      y: [0, 1],
      values: [
        [1, low],
        [low, 1],
      ],
    });
    const corners = (low: number) =>
      contourLines(saddle(low), 0.5).map((line) => line.map(([x, y]) => `${x > 0.5} ${y > 0.5}`).sort());
    // The middle is above: the low corners are cut off; below: the high ones.
    expect(contourLines(saddle(0.2), 0.5).flat()).toHaveLength(4);
    expect(corners(0.2)).not.toEqual(corners(-0.5));
  });

  it('stand at round values within the field', () => {
    expect(contourLevels([0.71, 0.85])).toEqual([0.72, 0.74, 0.76, 0.78, 0.8, 0.82, 0.84]);
    expect(contourLevels([3, 3])).toEqual([]);
    // What weighing the same values makes of them.
    expect(contourLevels([9, 9 + 4e-15])).toEqual([]);
  });
});
