import type { RunSurface } from '../../../shared/model/comparison/run-surface.ts';

/** A rectangle of one value, in the columns' own units. */
export interface Tile {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
  readonly value: number;
}

const between = (edges: readonly number[], index: number) =>
  [edges[index] ?? 0, edges[index + 1] ?? 0] as const;

/** Cells that hold runs, by their means. */
export const cellTiles = ({ xEdges, yEdges, means }: RunSurface): Tile[] =>
  means.flatMap((row, y) =>
    row.flatMap((value, x) => {
      if (value === null) return [];
      const [[left, right], [low, high]] = [between(xEdges, x), between(yEdges, y)];
      return [{ left, right, low, high, value }];
    }),
  );

/** The smooth field between its places: the mean of the four corners, where all of them are known. */
export const fieldTiles = ({ x: xs, y: ys, values }: NonNullable<RunSurface['field']>): Tile[] =>
  ys.slice(1).flatMap((_, y) =>
    xs.slice(1).flatMap((__, x) => {
      const corners = [values[y]?.[x], values[y]?.[x + 1], values[y + 1]?.[x], values[y + 1]?.[x + 1]];
      let sum = 0;
      for (const corner of corners) {
        if (corner === null || corner === undefined) return [];
        sum += corner;
      }
      const [[left, right], [low, high]] = [between(xs, x), between(ys, y)];
      return [{ left, right, low, high, value: sum / 4 }];
    }),
  );
