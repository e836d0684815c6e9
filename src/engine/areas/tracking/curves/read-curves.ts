import { type CurveWindow, curveWindow } from '../../../../shared/model/series/curve-window.ts';
import type { CurvesAnswer, DrawnCurve } from '../../../../shared/model/series/curves-answer.ts';
import { countBelow } from '../../../../shared/model/series/sorted-search.ts';
import type { CurveRequest, ReadyCurve } from './create-curve-cache.ts';

export interface CurvesRequest {
  readonly curves: readonly CurveRequest[];
  /** All of it unless said otherwise. */
  readonly window: { readonly from: number; readonly to: number } | null;
  /** Pixel columns. */
  readonly width: number;
  readonly xScale: 'linear' | 'log';
}

/** What to draw of curves in a window of x. Runs without the metric are left out. */
export const readCurves = (
  ready: (request: CurveRequest) => ReadyCurve | null,
  { curves, window, width, xScale }: CurvesRequest,
): CurvesAnswer => {
  const found = curves.flatMap((request) => {
    const recorded = ready({ ...request, smoothing: null });
    if (recorded === null) return [];
    return [{ request, recorded, smoothed: request.smoothing === null ? null : ready(request) }];
  });
  const extent = extentOf(
    found.map(({ recorded }) => recorded.curve.x),
    xScale,
  );
  const shown = window ?? extent;
  if (shown === null) return { extent, window: null, curves: [] };
  // Where all is asked for, what a logarithmic axis has no place for is missed.
  const asked = window === null && xScale === 'log' ? { ...shown, from: Number.NEGATIVE_INFINITY } : shown;
  const inWindow = ({ index }: ReadyCurve) => curveWindow(index, { ...asked, buckets: width, scale: xScale });
  return {
    extent,
    window: shown,
    curves: found.map(({ request: { runId, key }, recorded, smoothed }): DrawnCurve => {
      const drawn = inWindow(recorded);
      const offAxis = countIn(recorded.offAxis, drawn);
      return {
        runId,
        key,
        ...pointsOf(recorded, drawn),
        notFinite: notFiniteOf(recorded, drawn),
        smoothed: smoothed && pointsOf(smoothed, inWindow(smoothed)),
        totalPoints: recorded.curve.x.length + recorded.curve.leftOut,
        pointsInWindow: drawn.pointsInWindow,
        pointsDrawn: drawn.pointsReturned,
        gaps: drawn.gapsInWindow - offAxis,
        infinities: drawn.infinitiesInWindow,
        leftOut: recorded.curve.leftOut + drawn.pointsOffAxis + offAxis,
      };
    }),
  };
};

const countIn = (positions: Uint32Array, { first, pointsInWindow }: CurveWindow): number =>
  countBelow(positions, first + pointsInWindow) - countBelow(positions, first);

/** The index may hold logarithms: values come from the curve itself. What cannot be drawn is null, and a line breaks there. */
const pointsOf = ({ curve, index }: ReadyCurve, { positions }: CurveWindow) => {
  const places = Array.from(positions);
  return {
    x: places.map((place) => curve.x[place]!),
    y: places.map((place) => (Number.isFinite(index.curve.y[place]) ? curve.y[place]! : null)),
  };
};

const extentOf = (
  columns: readonly Float64Array[],
  xScale: 'linear' | 'log',
): { from: number; to: number } | null => {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const x of columns) {
    const first = xScale === 'log' ? x.find((value) => value > 0) : x[0];
    if (first === undefined) continue;
    from = Math.min(from, first);
    to = Math.max(to, x.at(-1) ?? first);
  }
  return from > to ? null : { from, to };
};

const notFiniteOf = ({ curve }: ReadyCurve, { positions }: CurveWindow): DrawnCurve['notFinite'] =>
  Array.from(positions).flatMap((place) => {
    const y = curve.y[place]!;
    return Number.isFinite(y)
      ? []
      : [{ x: curve.x[place]!, value: String(y) as DrawnCurve['notFinite'][number]['value'] }];
  });
