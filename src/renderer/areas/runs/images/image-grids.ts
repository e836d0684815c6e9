import type { ImageSeries, SeriesImage } from '../../../../shared/model/image-series.ts';

export interface ImageColumn {
  readonly id: string;
  readonly label: string;
}

/** One table of images: runs below each other, steps beside each other. */
export interface ImageGrid {
  readonly id: string;
  readonly label: string;
  readonly columns: readonly ImageColumn[];
  /** By run and column; what is missing is not there. */
  readonly images: ReadonlyMap<string, SeriesImage>;
}

export const cellKey = (runId: string, columnId: string): string => `${runId} ${columnId}`;

/** Each series over steps is a grid of its own; images without a step stand together in one, a column each. */
export function imageGrids(series: readonly ImageSeries[]): ImageGrid[] {
  const stepped = series.filter(({ steps }) => steps.length > 0);
  const single = series.filter(({ steps }) => steps.length === 0);
  const grids: ImageGrid[] = stepped.map(({ key, steps, images }) => ({
    id: `step ${key}`,
    label: key,
    columns: steps.map((step) => ({ id: String(step), label: `step ${step}` })),
    images: new Map(images.map((image) => [cellKey(image.runId, String(image.step)), image])),
  }));
  if (single.length === 0) return grids;
  const others = [...single].sort((a, b) => (a.key < b.key ? -1 : 1));
  grids.push({
    id: 'without a step',
    label: stepped.length === 0 ? 'Images' : 'Images without a step',
    columns: others.map(({ key }) => ({ id: key, label: key })),
    images: new Map(
      others.flatMap(({ key, images }) => images.map((image) => [cellKey(image.runId, key), image] as const)),
    ),
  });
  return grids;
}

/** The runs that left an image of a grid, in their order, and those that left none. */
export function byImages<Run extends { readonly id: string }>(
  runs: readonly Run[],
  grid: ImageGrid | undefined,
): readonly [withImages: Run[], others: Run[]] {
  const has = new Set(Array.from(grid?.images.values() ?? [], ({ runId }) => runId));
  return [runs.filter(({ id }) => has.has(id)), runs.filter(({ id }) => !has.has(id))];
}

export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Where an arrow key leads; null for other keys. */
export function placeAfter(key: string, { row, column }: Place, rows: number, columns: number): Place | null {
  const moves: Readonly<Record<string, Place>> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    Home: { row, column: 0 },
    End: { row, column: columns - 1 },
    PageUp: { row: 0, column },
    PageDown: { row: rows - 1, column },
  };
  const target = moves[key];
  return target === undefined
    ? null
    : {
        row: Math.max(0, Math.min(rows - 1, target.row)),
        column: Math.max(0, Math.min(columns - 1, target.column)),
      };
}
