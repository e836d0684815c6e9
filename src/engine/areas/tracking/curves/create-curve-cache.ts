import { type Curve, curveOver } from '../../../../shared/model/series/curve.ts';
import { type CurveIndex, indexCurve } from '../../../../shared/model/series/curve-index.ts';
import { type Smoothing, smoothCurve } from '../../../../shared/model/series/smooth-curve.ts';
import type { Reader } from '../../../ports/store-handles.ts';
import { type SeriesState, seriesStateOf } from '../../../store/metric-columns.ts';
import { createBoundedCache } from './bounded-cache.ts';
import { type LoadedHistory, loadHistory } from './load-history.ts';

/** 24 bytes a point of a history, up to 16 of a curve made of it: some 600 MB when a dozen curves of a million points are looked at. */
const mostPoints = 16_000_000;

export interface CurveRequest {
  readonly runId: string;
  readonly key: string;
  readonly axis:
    | { readonly kind: 'step' }
    | { readonly kind: 'relative'; readonly originMs: number }
    | { readonly kind: 'wall' }
    | { readonly kind: 'metric'; readonly key: string };
  readonly smoothing: Smoothing | null;
  readonly yScale: 'linear' | 'log';
}

export interface ReadyCurve {
  /** As recorded, or smoothed. */
  readonly curve: Curve;
  /** Of the logarithms on a logarithmic axis. */
  readonly index: CurveIndex;
  /** Ascending positions of numbers that a logarithmic y axis has no place for. The index has them as NaN. */
  readonly offAxis: Uint32Array;
}

/**
 * Curves made ready for any zoom and kept while there is room. Whether points were added is asked of the store each time, which costs
 * one look-up: no event can be missed. Null where the run has no such metric.
 */
export const createCurveCache = (reader: Reader): ((request: CurveRequest) => ReadyCurve | null) => {
  const histories = createBoundedCache<LoadedHistory>(mostPoints);
  const curves = createBoundedCache<ReadyCurve & { readonly madeOf: readonly LoadedHistory[] }>(mostPoints);

  const historyOf = (runId: string, key: string): LoadedHistory | undefined => {
    const state = seriesStateOf(reader, runId, key);
    if (state === undefined) return undefined;
    const name = JSON.stringify([runId, key]);
    const known = histories.get(name);
    if (known !== undefined && isSame(known.state, state)) return known;
    const loaded = loadHistory(reader, state, known);
    histories.set(name, loaded, state.points);
    return loaded;
  };

  return (request) => {
    const { runId, key, axis, smoothing, yScale } = request;
    const own = historyOf(runId, key);
    const other = axis.kind === 'metric' ? historyOf(runId, axis.key) : own;
    if (own === undefined || other === undefined) return null;
    const name = JSON.stringify(request);
    const known = curves.get(name);
    if (known?.madeOf[0] === own && known.madeOf[1] === other) return known;
    const recorded = curveOver(
      own.history,
      axis.kind === 'metric' ? { kind: 'metric', history: other.history } : axis,
    );
    const curve = smoothing === null ? recorded : { ...recorded, y: smoothCurve(recorded, smoothing) };
    const ready = {
      curve,
      index: indexCurve(onScale(curve, yScale)),
      offAxis: yScale === 'linear' ? noPositions : positionsOffLog(curve.y),
      madeOf: [own, other],
    };
    curves.set(name, ready, curve.x.length);
    return ready;
  };
};

const isSame = (a: SeriesState, b: SeriesState): boolean =>
  a.points === b.points &&
  a.last.step === b.last.step &&
  a.last.timestamp_ms === b.last.timestamp_ms &&
  a.last.value === b.last.value &&
  a.last.is_nan === b.last.is_nan;

const onScale = (curve: Curve, yScale: 'linear' | 'log'): Curve =>
  yScale === 'linear'
    ? curve
    : { ...curve, y: curve.y.map((value) => (value > 0 ? Math.log10(value) : offLog(value))) };

/** Infinities stay what they are. */
const offLog = (value: number): number => (value === Number.NEGATIVE_INFINITY ? value : Number.NaN);

const noPositions = new Uint32Array(0);
const positionsOffLog = (y: Float64Array): Uint32Array => {
  const positions: number[] = [];
  for (let index = 0; index < y.length; index += 1)
    if (y[index]! <= 0 && y[index] !== Number.NEGATIVE_INFINITY) positions.push(index);
  return Uint32Array.from(positions);
};
