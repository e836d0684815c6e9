/** A place on the drawing, in pixels. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export const rectangleOf = (one: Spot, other: Spot): Spot[] => [
  one,
  { x: other.x, y: one.y },
  other,
  { x: one.x, y: other.y },
];

/** Whether a spot lies within a closed line, by the even-odd rule: a line that crosses itself leaves its inner loop out. */
export function isWithin(line: readonly Spot[], { x, y }: Spot): boolean {
  let isInside = false;
  let before = line.at(-1);
  for (const corner of line) {
    if (before !== undefined && corner.y > y !== before.y > y) {
      const crossing = before.x + ((y - before.y) / (corner.y - before.y)) * (corner.x - before.x);
      if (x < crossing) isInside = !isInside;
    }
    before = corner;
  }
  return isInside;
}

/** The place of the nearest spot within reach, in pixels; −1 where there is none. */
export function nearestSpot(spots: readonly Spot[], at: Spot, reach: number): number {
  let found = -1;
  let nearest = reach * reach;
  for (const [place, { x, y }] of spots.entries()) {
    const squared = (x - at.x) ** 2 + (y - at.y) ** 2;
    if (squared > nearest) continue;
    nearest = squared;
    found = place;
  }
  return found;
}
