export interface ChartPoint {
  x: number;
  y: number;
}

export interface Series {
  /** Decides the colour: the run's id, so that a run looks the same everywhere. */
  id: string;
  label: string;
  /** For what is not a run, such as a class: one of the palette's colours, `paletteColor(0)` and so on. */
  color?: string;
  points: readonly ChartPoint[];
}

/** One row an x value that any series has, in ascending order; a series without a finite value there is left out of the row. */
export function mergeSeries(series: readonly Series[]): Record<string, number>[] {
  const rows = new Map<number, Record<string, number>>();
  for (const { id, points } of series)
    for (const { x, y } of points) {
      if (!Number.isFinite(y)) continue;
      const row = rows.get(x) ?? { x };
      row[`y.${id}`] = y;
      rows.set(x, row);
    }
  return [...rows.values()].sort((one, other) => one.x! - other.x!);
}

/** The last point of a series that can be drawn. */
export const lastPoint = ({ points }: Series): ChartPoint | undefined =>
  points.findLast(({ y }) => Number.isFinite(y));
