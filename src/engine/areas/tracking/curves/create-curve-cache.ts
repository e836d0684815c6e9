import { type Curve, curveOver } from '../../../../shared/model/series/curve.ts';
import { type CurveIndex, indexCurve } from '../../../../shared/model/series/curve-index.ts';
import { type Smoothing, smoothCurve } from '../../../../shared/model/series/smooth-curve.ts';
import type { Reader } from '../../../ports/store-handles.ts';
import { type SeriesState, seriesStateOf } from '../../../store/metric-columns.ts';
import { createBoundedCache } from './bounded-cache.ts';
import type { CurveThreads } from './curve-threads.ts';
import { type LoadedHistory, loadHistory } from './load-history.ts';

/** 24 bytes a point of a history, up to 16 of a curve made of it: some 600 MB when a dozen curves of a million points are looked at. */
const mostPoints = 16_000_000;
/** Of fewer points, a history is read, and smoothed, before a thread has started. */
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
  /** Whether these need long histories that nobody has looked at. */
  readonly isToLoad: (requests: readonly CurveRequest[]) => boolean;
  /** Reads them in threads, side by side. */
  readonly load: (requests: readonly CurveRequest[]) => Promise<void>;
  /** Whether long curves are to be smoothed that have not been. */
  readonly isToSmooth: (requests: readonly CurveRequest[]) => boolean;
  /** Smooths them in threads, as they are now, whatever is logged meanwhile. */
  readonly smooth: (requests: readonly CurveRequest[]) => Promise<ReadonlyMap<CurveRequest, ReadyCurve>>;
  /** Does at once what is left to do. Null where the run has no such metric. */
  readonly ready: (request: CurveRequest) => ReadyCurve | null;
}

interface MadeCurve extends ReadyCurve {
  readonly madeOf: Histories;
}

/** The curve's own, and that of the metric on the x axis or its own again. */
type Histories = readonly [own: LoadedHistory, other: LoadedHistory];

interface Unsmoothed {
  readonly request: CurveRequest;
  readonly smoothing: Smoothing;
  readonly madeOf: Histories;
}

/**
 * Curves made ready for any zoom and kept while there is room. Whether points were added is asked of the store each time, which costs
 * one look-up: no event can be missed.
 */
export const createCurveCache = (reader: Reader, threads: CurveThreads): CurveCache => {
  const histories = createBoundedCache<LoadedHistory>(mostPoints);
  const curves = createBoundedCache<MadeCurve>(mostPoints);

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

  const historiesOf = ({ runId, key, axis }: CurveRequest): Histories | undefined => {
    const own = historyOf(runId, key);
    const other = axis.kind === 'metric' ? historyOf(runId, axis.key) : own;
    return own === undefined || other === undefined ? undefined : [own, other];
  };

  const knownOf = (request: CurveRequest, madeOf: Histories): MadeCurve | undefined => {
    const known = curves.get(JSON.stringify(request));
    return known?.madeOf[0] === madeOf[0] && known.madeOf[1] === madeOf[1] ? known : undefined;
  };

  const keep = (request: CurveRequest, curve: Curve, madeOf: Histories): MadeCurve => {
    const { yScale } = request;
    const made = {
      curve,
      index: indexCurve(onScale(curve, yScale)),
      offAxis: yScale === 'linear' ? noPositions : positionsOffLog(curve.y),
      madeOf,
    };
    curves.set(JSON.stringify(request), made, curve.x.length);
    return made;
  };

  const recordedOf = (request: CurveRequest, [own, other]: Histories): MadeCurve => {
    const recorded = { ...request, smoothing: null };
    const { axis } = request;
    const over = axis.kind === 'metric' ? { kind: axis.kind, history: other.history } : axis;
    return knownOf(recorded, [own, other]) ?? keep(recorded, curveOver(own.history, over), [own, other]);
  };

  const ready = (request: CurveRequest): ReadyCurve | null => {
    const madeOf = historiesOf(request);
    if (madeOf === undefined) return null;
    const known = knownOf(request, madeOf);
    if (known !== undefined) return known;
    const recorded = recordedOf(request, madeOf);
    if (request.smoothing === null) return recorded;
    const { curve } = recorded;
    return keep(request, { ...curve, y: smoothCurve(curve, request.smoothing) }, madeOf);
  };

  /** Of long histories that nobody has looked at what they are. */
  const missingOf = (requests: readonly CurveRequest[]): ReadonlyMap<string, SeriesState> => {
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
    return missing;
  };

  const load = async (requests: readonly CurveRequest[]): Promise<void> => {
    const missing = [...missingOf(requests)];
    // What threads could not load `ready` reads, and says what is wrong where it cannot either.
    const loaded = await threads.load(missing.map(([, state]) => state)).catch(() => []);
    for (const [place, [name]] of missing.entries()) {
      const history = loaded[place];
      if (history !== undefined) histories.set(name, history, history.state.points);
    }
  };

  const unsmoothedOf = (requests: readonly CurveRequest[]): Unsmoothed[] =>
    requests.flatMap((request) => {
      const { smoothing } = request;
      const madeOf = smoothing === null ? undefined : historiesOf(request);
      if (smoothing === null || madeOf === undefined || madeOf[0].state.points < longHistory) return [];
      return knownOf(request, madeOf) === undefined ? [{ request, smoothing, madeOf }] : [];
    });

  const smooth = async (
    requests: readonly CurveRequest[],
  ): Promise<ReadonlyMap<CurveRequest, ReadyCurve>> => {
    const unsmoothed = unsmoothedOf(requests).map((each) => ({
      ...each,
      curve: recordedOf(each.request, each.madeOf).curve,
    }));
    // What threads could not smooth `ready` does.
    const smoothed = await threads.smooth(unsmoothed).catch(() => []);
    return new Map(
      unsmoothed.flatMap(({ request, curve, madeOf }, place) => {
        const y = smoothed[place];
        return y === undefined ? [] : [[request, keep(request, { ...curve, y }, madeOf)]];
      }),
    );
  };

  return {
    isToLoad: (requests) => missingOf(requests).size > 0,
    load,
    isToSmooth: (requests) => unsmoothedOf(requests).length > 0,
    smooth,
    ready,
  };
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
