export interface SeriesStyle {
  /** A CSS colour of the palette, right in both themes. */
  color: string;
  /** Dash pattern for SVG; undefined for a full line. From the ninth series on, so that colour is not all that tells them apart. */
  dash: string | undefined;
}

export const paletteSteps = 8;
const dashes = [undefined, '6 3', '2 3', '8 3 2 3'];

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}

/**
 * Gives every id one place in the palette and keeps to it. The place comes from the id itself, so that a run has its colour again
 * tomorrow; when it is taken, the next free one is given, so that eight series never share a colour.
 */
export function createSeriesColors() {
  const places = new Map<string, number>();
  const used: number[] = Array.from({ length: paletteSteps }, () => 0);
  return (id: string): SeriesStyle => {
    let place = places.get(id);
    if (place === undefined) {
      const rounds = Math.min(...used);
      const wished = hash(id) % paletteSteps;
      const offset = Array.from({ length: paletteSteps }, (_, step) => step).find(
        (step) => used[(wished + step) % paletteSteps] === rounds,
      )!;
      const color = (wished + offset) % paletteSteps;
      used[color]! += 1;
      place = color + rounds * paletteSteps;
      places.set(id, place);
    }
    return {
      color: `var(--series-${(place % paletteSteps) + 1})`,
      dash: dashes[Math.floor(place / paletteSteps) % dashes.length],
    };
  };
}

/** The looks of what stands in one drawing: full lines, and dashes for those whose colour stands there already. */
export const dashedWhereAlike = (styles: readonly SeriesStyle[]): SeriesStyle[] => {
  const counts = new Map<string, number>();
  return styles.map(({ color }) => {
    const before = counts.get(color) ?? 0;
    counts.set(color, before + 1);
    return { color, dash: dashes[before % dashes.length] };
  });
};

/** The palette by position, for series that are not runs: classes, quantiles. */
export const paletteColor = (index: number): string => `var(--series-${(index % paletteSteps) + 1})`;

/** The look of a run (or any other series) everywhere in the window. */
export const seriesStyle = createSeriesColors();
export const seriesColor = (id: string): string => seriesStyle(id).color;
