import { cellNumber } from './cell-number.ts';
import { compareTexts } from './text-order.ts';

/** One axis of parallel coordinates: where a value lies on it, and which values a brush on it holds. */

export type AxisValue = number | string | boolean | null;

export interface NumberAxis {
  readonly kind: 'linear' | 'log';
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** All values are whole numbers: nothing between them is to be named. */
  readonly isWhole: boolean;
  /** Runs in the lane below the axis: without a value, with NaN or an infinity, or not positive on a log axis. */
  readonly laneCount: number;
}

export interface CategoryAxis {
  readonly kind: 'category';
  readonly name: string;
  /** Every text that occurs, numbers in numeric order and then texts; none is dropped. */
  readonly categories: readonly string[];
  readonly laneCount: number;
}

export type ParallelAxis = NumberAxis | CategoryAxis;

/** From here on equal steps are steps of a factor: three decades, as learning rates have. */
const logRatio = 1000;

/**
 * Numbers, as numbers or as text, make a number axis: logarithmic from three decades on if all are positive, unless `scale` says otherwise.
 * Anything else among them makes a category axis.
 */
export function parallelAxis({
  name,
  values,
  scale,
}: {
  readonly name: string;
  readonly values: readonly AxisValue[];
  readonly scale?: 'linear' | 'log' | undefined;
}): ParallelAxis {
  const present = values.filter((value) => value !== null && !isNotFinite(value));
  const numbers = present.map(cellNumber);
  if (present.length > 0 && numbers.some(Number.isNaN)) {
    return {
      kind: 'category',
      name,
      categories: orderedTexts(present),
      laneCount: values.length - present.length,
    };
  }
  const positive = numbers.filter((value) => value > 0);
  const isLog = scale ? scale === 'log' && positive.length > 0 : spansDecades(numbers);
  const drawn = isLog ? positive : numbers;
  return {
    kind: isLog ? 'log' : 'linear',
    name,
    min: drawn.reduce((least, value) => Math.min(least, value), drawn[0] ?? 0),
    max: drawn.reduce((most, value) => Math.max(most, value), drawn[0] ?? 0),
    isWhole: drawn.every(Number.isInteger),
    laneCount: values.length - drawn.length,
  };
}

/** From 0 at the bottom to 1 at the top; 0.5 where the axis has one value only; null in the lane. */
export function axisPosition(axis: ParallelAxis, value: AxisValue): number | null {
  if (value === null) return null;
  if (axis.kind === 'category') {
    const index = axis.categories.indexOf(String(value));
    return index < 0 ? null : shareBetween(index, 0, axis.categories.length - 1);
  }
  const number = cellNumber(value);
  if (!Number.isFinite(number) || (axis.kind === 'log' && number <= 0)) return null;
  return axis.kind === 'log'
    ? shareBetween(Math.log(number), Math.log(axis.min), Math.log(axis.max))
    : shareBetween(number, axis.min, axis.max);
}

/** Places of a whole column; NaN in the lane. A text is looked up once a value, however many there are. */
export function axisPositions(axis: ParallelAxis, values: readonly AxisValue[]): Float64Array {
  if (axis.kind !== 'category')
    return Float64Array.from(values, (value) => axisPosition(axis, value) ?? Number.NaN);
  const places = new Map(
    axis.categories.map((category, index) => [category, shareBetween(index, 0, axis.categories.length - 1)]),
  );
  return Float64Array.from(values, (value) =>
    value === null ? Number.NaN : (places.get(String(value)) ?? Number.NaN),
  );
}

/** What a brush from one position to another selects, to be made a filter of the table. */
export type BrushedValues =
  | { readonly kind: 'range'; readonly min: number; readonly max: number }
  | { readonly kind: 'categories'; readonly categories: readonly string[] };

export function brushedValues(axis: ParallelAxis, from: number, to: number): BrushedValues {
  const [low, high] = from <= to ? [from, to] : [to, from];
  if (axis.kind === 'category') {
    const categories = axis.categories.filter((_, index) => {
      const position = shareBetween(index, 0, axis.categories.length - 1);
      return position >= low && position <= high;
    });
    return { kind: 'categories', categories };
  }
  return { kind: 'range', min: valueAt(axis, low), max: valueAt(axis, high) };
}

/** At the ends exactly the ends, so that a brush over the whole axis loses no run to rounding. */
function valueAt({ kind, min, max }: NumberAxis, position: number): number {
  if (position <= 0) return min;
  if (position >= 1) return max;
  return kind === 'log' ? min * (max / min) ** position : min + (max - min) * position;
}

function shareBetween(value: number, from: number, to: number): number {
  return to > from ? (value - from) / (to - from) : 0.5;
}

function isNotFinite(value: AxisValue): boolean {
  return typeof value === 'number'
    ? !Number.isFinite(value)
    : typeof value === 'string' && /^(nan|[+-]?inf(inity)?)$/i.test(value.trim());
}

function spansDecades(numbers: readonly number[]): boolean {
  const least = numbers.reduce((min, value) => Math.min(min, value), Number.POSITIVE_INFINITY);
  const most = numbers.reduce((max, value) => Math.max(max, value), 0);
  return least > 0 && most >= least * logRatio && Number.isFinite(least);
}

function orderedTexts(values: readonly AxisValue[]): string[] {
  return [...new Set(values.map(String))].sort(compareTexts);
}
