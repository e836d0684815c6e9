/** A place on the plane. */
export type Place = readonly [x: number, y: number];

interface Grid {
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Rows along y; null where nothing is known. */
  readonly values: readonly (readonly (number | null)[])[];
}

/**
 * Lines along which a field has the value `level` (marching squares: Lorensen and Cline 1987 in two dimensions), with straight
 * interpolation along the edges of the grid. At a saddle the mean of the four corners decides. No line crosses a cell with an unknown
 * corner. A line that closes ends with its first place.
 */
export function contourLines(grid: Grid, level: number): Place[][] {
  const places = new Map<string, Place>();
  const neighbours = new Map<string, string[]>();
  for (let row = 0; row + 1 < grid.y.length; row += 1)
    for (let column = 0; column + 1 < grid.x.length; column += 1)
      for (const [from, to] of segmentsOf(grid, { column, row, level, places })) {
        link(neighbours, from, to);
        link(neighbours, to, from);
      }
  return linesOf(neighbours).map((names) =>
    names.flatMap((name) => {
      const place = places.get(name);
      return place === undefined ? [] : [place];
    }),
  );
}

function link(neighbours: Map<string, string[]>, from: string, to: string): void {
  const known = neighbours.get(from);
  if (known === undefined) neighbours.set(from, [to]);
  else known.push(to);
}

function segmentsOf(
  { x, y, values }: Grid,
  { column, row, level, places }: { column: number; row: number; level: number; places: Map<string, Place> },
): (readonly [string, string])[] {
  const at = (right: number, up: number) => values[row + up]?.[column + right] ?? null;
  const corners = [at(0, 0), at(1, 0), at(1, 1), at(0, 1)];
  const [a, b, c, d] = corners;
  if (a == null || b == null || c == null || d == null) return [];
  const [left, right] = [x[column] ?? 0, x[column + 1] ?? 0];
  const [low, high] = [y[row] ?? 0, y[row + 1] ?? 0];
  const isAbove = (value: number) => value >= level;
  const share = (from: number, to: number) => (level - from) / (to - from);
  /** Names an edge the same from both cells that share it. */
  const crossing = (name: string, from: number, to: number, placeAt: (share: number) => Place) => {
    if (isAbove(from) === isAbove(to)) return [];
    if (!places.has(name)) places.set(name, placeAt(share(from, to)));
    return [name];
  };
  const bottom = crossing(`h ${column} ${row}`, a, b, (part) => [left + (right - left) * part, low]);
  const top = crossing(`h ${column} ${row + 1}`, d, c, (part) => [left + (right - left) * part, high]);
  const leftSide = crossing(`v ${column} ${row}`, a, d, (part) => [left, low + (high - low) * part]);
  const rightSide = crossing(`v ${column + 1} ${row}`, b, c, (part) => [right, low + (high - low) * part]);
  const found = [...bottom, ...rightSide, ...top, ...leftSide];
  const [first, second, third, fourth] = found;
  if (first === undefined || second === undefined) return [];
  if (third === undefined || fourth === undefined) return [[first, second]];
  // A saddle: the corners that the middle does not belong to are cut off.
  return isAbove(a) === isAbove((a + b + c + d) / 4)
    ? [
        [first, second],
        [third, fourth],
      ]
    : [
        [fourth, first],
        [second, third],
      ];
}

/** Chains of edges, open ones from their ends. */
function linesOf(neighbours: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>();
  const follow = (start: string): string[] => {
    const line = [start];
    done.add(start);
    for (let next = firstNew(start); next !== undefined; next = firstNew(next)) {
      line.push(next);
      done.add(next);
    }
    const last = line.at(-1) ?? start;
    // A circle comes back to where it began.
    if (line.length > 2 && neighbours.get(last)?.includes(start) === true) line.push(start);
    return line;
  };
  const firstNew = (name: string) => neighbours.get(name)?.find((each) => !done.has(each));
  const lines: string[][] = [];
  for (const [name, linked] of neighbours)
    if (linked.length === 1 && !done.has(name)) lines.push(follow(name));
  for (const name of neighbours.keys()) if (!done.has(name)) lines.push(follow(name));
  return lines;
}
