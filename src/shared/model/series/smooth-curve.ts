import { exponentialAverage } from './exponential-average.ts';
import { gaussianAverage } from './gaussian-average.ts';
import { lowess } from './lowess.ts';
import { runningMean } from './running-mean.ts';
import { timeWeightedAverage } from './time-weighted-average.ts';

export type SmoothingName = 'exponential' | 'time_weighted' | 'gaussian' | 'running_mean' | 'lowess';

export interface Smoothing {
  readonly name: SmoothingName;
  /** In the unit of the method's descriptor. */
  readonly amount: number;
}

export interface SmoothingDescriptor {
  readonly name: SmoothingName;
  readonly title: string;
  readonly explanation: string;
  readonly source: string;
  /** What a slider sets. */
  readonly amount: {
    readonly title: string;
    readonly min: number;
    readonly max: number;
    readonly default: number;
    readonly isWhole: boolean;
  };
}

export const smoothings: readonly SmoothingDescriptor[] = [
  {
    name: 'exponential',
    title: 'Exponential',
    explanation:
      'Each point counts this much as the one after it. What TensorBoard and MLflow call smoothing.',
    source: 'Debiased exponential moving average (Kingma and Ba 2014, section 3)',
    amount: { title: 'Weight', min: 0, max: 0.999, default: 0.6, isWhole: false },
  },
  {
    name: 'time_weighted',
    title: 'Exponential over x',
    explanation:
      'What lies this share of the x axis back counts half. Treats curves alike that were logged at different rates.',
    source: 'Debiased exponential moving average for uneven spacing (Müller 1991)',
    amount: { title: 'Half-life, share of x', min: 0.001, max: 0.5, default: 0.02, isWhole: false },
  },
  {
    name: 'gaussian',
    title: 'Gaussian',
    explanation: 'Mean of the points on both sides, weighted by a normal curve. Does not lag behind.',
    source: 'Nadaraya (1964), Watson (1964)',
    amount: { title: 'Standard deviation, points', min: 0.5, max: 200, default: 5, isWhole: false },
  },
  {
    name: 'running_mean',
    title: 'Running mean',
    explanation: 'Mean of so many neighbouring points.',
    source: 'Centred moving average',
    amount: { title: 'Points', min: 2, max: 1000, default: 10, isWhole: true },
  },
  {
    name: 'lowess',
    title: 'LOWESS',
    explanation: 'Straight lines fitted to the nearest points; outliers lose their weight.',
    source: 'Cleveland (1979), three robust rounds',
    amount: { title: 'Share of points', min: 0.01, max: 1, default: 0.1, isWhole: false },
  },
];

/** Robust rounds that Cleveland (1979) advises. */
const lowessIterations = 3;
/** Fits nearer together than this share of x make no visible difference (Cleveland 1981 advises a hundredth). */
const lowessDeltaShare = 0.005;

/**
 * The smoothed y of each point, from all points, before any are left out for drawing. NaN where y is not finite. A constant curve stays
 * exactly what it is, whatever the method.
 */
export function smoothCurve(
  { x, y }: { readonly x: Float64Array; readonly y: Float64Array },
  { name, amount }: Smoothing,
): Float64Array {
  if (isConstant(y)) return y.map((value) => (Number.isFinite(value) ? value : Number.NaN));
  const range = x.length === 0 ? 0 : x.at(-1)! - x[0]!;
  switch (name) {
    case 'exponential':
      return exponentialAverage(y, amount);
    case 'time_weighted':
      return timeWeightedAverage({ x, y, halfLife: amount * range });
    case 'gaussian':
      return gaussianAverage(y, amount);
    case 'running_mean':
      return runningMean(y, amount);
    case 'lowess':
      return lowess({ x, y, share: amount, iterations: lowessIterations, delta: lowessDeltaShare * range });
  }
}

function isConstant(y: Float64Array): boolean {
  let first = Number.NaN;
  for (const value of y) {
    if (!Number.isFinite(value)) continue;
    if (Number.isNaN(first)) first = value;
    else if (value !== first) return false;
  }
  return true;
}
