import type { RunSurface } from '../../../../shared/model/comparison/run-surface.ts';
import { binnedMeans, cellEdges, evenEdges, type PlanePoints } from './binned-means.ts';
import { contourLines } from './contour-lines.ts';
import { kernelField, scottBandwidth } from './kernel-field.ts';

type Scale = 'linear' | 'log';
const onAxis = (scale: Scale, value: number) => (scale === 'log' ? Math.log10(value) : value);
const fromAxis = (scale: Scale, value: number) => (scale === 'log' ? 10 ** value : value);

/** Places of the field along each axis: lines look smooth, and 10,000 runs take a fraction of a second. */
const fieldPlaces = 41;
const wantedContours = 7;
/** Of the values: below, they differ by rounding only. */
const leastRange = 1e-12;

export type SurfaceParts = Pick<RunSurface, 'xEdges' | 'yEdges' | 'means' | 'counts' | 'field'>;

/**
 * A metric over a plane of two columns. Cells are made, and distances are taken, on the axes as they are drawn: of logarithms on
 * a logarithmic one, which has to be given positive values only.
 */
export async function metricSurface(
  given: PlanePoints,
  { xScale, yScale, cells }: { readonly xScale: Scale; readonly yScale: Scale; readonly cells: number },
): Promise<SurfaceParts> {
  const points = {
    x: given.x.map((value) => onAxis(xScale, value)),
    y: given.y.map((value) => onAxis(yScale, value)),
    value: given.value,
  };
  if (points.value.length === 0) return { xEdges: [], yEdges: [], means: [], counts: [], field: null };
  const [xEdges, yEdges] = [cellEdges(points.x, cells), cellEdges(points.y, cells)];
  return {
    xEdges: xEdges.map((value) => fromAxis(xScale, value)),
    yEdges: yEdges.map((value) => fromAxis(yScale, value)),
    ...binnedMeans(points, { xEdges, yEdges }),
    field: await fieldOf(points, xScale, yScale),
  };
}

async function fieldOf(points: PlanePoints, xScale: Scale, yScale: Scale): Promise<RunSurface['field']> {
  const bandwidth = { x: scottBandwidth(points.x), y: scottBandwidth(points.y) };
  if (bandwidth.x === 0 || bandwidth.y === 0) return null;
  const [x, y] = [evenEdges(points.x, fieldPlaces - 1), evenEdges(points.y, fieldPlaces - 1)];
  const values = await kernelField(points, { x, y, bandwidth });
  return {
    x: x.map((value) => fromAxis(xScale, value)),
    y: y.map((value) => fromAxis(yScale, value)),
    values,
    contours: contourLevels(values.flat().filter((value) => value !== null)).map((value) => ({
      value,
      lines: contourLines({ x, y, values }, value).map((line) =>
        line.map(([across, up]): [number, number] => [fromAxis(xScale, across), fromAxis(yScale, up)]),
      ),
    })),
  };
}

/** Round values between the least and the greatest, about `wantedContours`. */
export function contourLevels(values: readonly number[]): number[] {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (!(high - low > leastRange * Math.max(Math.abs(low), Math.abs(high)))) return [];
  const rough = (high - low) / wantedContours;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((each) => each * magnitude >= rough) ?? 10) * magnitude;
  const first = Math.floor(low / step) + 1;
  const count = Math.max(0, Math.ceil(high / step) - first);
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}
