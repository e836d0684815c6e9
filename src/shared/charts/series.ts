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

/** The points that can be drawn, by ascending x. */
export function finitePoints({ points }: Series): readonly ChartPoint[] {
  const finite = points.filter(({ y }) => Number.isFinite(y));
  const isOrdered = finite.every(({ x }, index) => index === 0 || x >= finite[index - 1]!.x);
  return isOrdered ? finite : finite.sort((one, other) => one.x - other.x);
}
