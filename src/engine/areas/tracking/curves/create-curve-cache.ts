import { type Curve, curveOver } from '../../../../shared/model/series/curve.ts';
import { type CurveIndex, indexCurve } from '../../../../shared/model/series/curve-index.ts';
import { type Smoothing, smoothCurve } from '../../../../shared/model/series/smooth-curve.ts';
import type { Reader } from '../../../ports/store-handles.ts';
import { type SeriesState, seriesStateOf } from '../../../store/metric-columns.ts';
import { createBoundedCache } from './bounded-cache.ts';
import { type LoadedHistory, loadHistory } from './load-history.ts';
import type { LoadHistories } from './load-in-threads.ts';

/** 24 bytes a point of a history, up to 16 of a curve made of it: some 600 MB when a dozen curves of a million points are looked at. */
const mostPoints = 16_000_000;
/** Of fewer points, a history is read before a thread has started. */
const longHistory = 100_000;

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

export interface CurveCache {
  /** Loads what several curves need that have not been looked at, side by side: what `ready` would do one after the other. */
  readonly prepare: (requests: readonly CurveRequest[]) => Promise<void>;
  /** Null where the run has no such metric. */
  readonly ready: (request: CurveRequest) => ReadyCurve | null;
}

/**
 * Curves made ready for any zoom and kept while there is room. Whether points were added is asked of the store each time, which costs
 * one look-up: no event can be missed.
 */
export const createCurveCache = (reader: Reader, loadHistories: LoadHistories): CurveCache => {
  const histories = createBoundedCache<LoadedHistory>(mostPoints);
  const curves = createBoundedCache<ReadyCurve & { readonly madeOf: readonly LoadedHistory[] }>(mostPoints);

  const historyOf = (runId: string, key: string): LoadedHistory | undefined => {
    const state = seriesStateOf(reader, runId, key);
    if (state === undefined) return undefined;
    const name = nameOf(runId, key);
    const known = histories.get(name);
    if (known !== undefined && isSame(known.state, state)) return known;
    const loaded = loadHistory(reader, state, known);
    histories.set(name, loaded, state.points);
    return loaded;
  };

  const prepare = async (requests: readonly CurveRequest[]): Promise<void> => {
    const missing = new Map<string, SeriesState>();
    let points = 0;
    for (const [runId, key] of requests.flatMap(seriesIn)) {
      const name = nameOf(runId, key);
      if (missing.has(name) || histories.get(name) !== undefined) continue;
      const state = seriesStateOf(reader, runId, key);
      if (state === undefined || state.points < longHistory) continue;
      points += state.points;
      // More would push out what was loaded first before it is looked at.
      if (points > mostPoints) break;
      missing.set(name, state);
    }
    if (missing.size < 2) return;
    // What threads could not load `ready` reads, and says what is wrong where it cannot either.
    const loaded = await loadHistories([...missing.values()]).catch(() => []);
    for (const [place, name] of [...missing.keys()].entries()) {
      const history = loaded[place];
      if (history !== undefined) histories.set(name, history, history.state.points);
    }
  };

  const ready = (request: CurveRequest): ReadyCurve | null => {
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
    const made = {
      curve,
      index: indexCurve(onScale(curve, yScale)),
      offAxis: yScale === 'linear' ? noPositions : positionsOffLog(curve.y),
      madeOf: [own, other],
    };
    curves.set(name, made, curve.x.length);
    return made;
  };

  return { prepare, ready };
};

const nameOf = (runId: string, key: string): string => JSON.stringify([runId, key]);

const seriesIn = ({ runId, key, axis }: CurveRequest): (readonly [runId: string, key: string])[] =>
  axis.kind === 'metric'
    ? [
        [runId, key],
        [runId, axis.key],
      ]
    : [[runId, key]];

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
