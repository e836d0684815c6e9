import {
  type AxisValue,
  axisPositions,
  type ParallelAxis,
  parallelAxis,
} from '../../../shared/model/comparison/parallel-axis.ts';
import type { Scale } from './chart-zoom.ts';

export interface ParallelColumn {
  readonly key: string;
  readonly label: string;
  /** One a run. The same array as long as the values are the same. */
  readonly values: readonly AxisValue[];
  /** The values decide unless it is said. */
  readonly scale?: Scale | undefined;
  /** The greatest value at the bottom. */
  readonly isFlipped: boolean;
}

/** A stretch of the axis, from 0 at the least value to 1 at the greatest; or the runs without a value. */
export type Brush = { readonly from: number; readonly to: number } | 'missing';
export type Brushes = Readonly<Record<string, Brush>>;

export interface LaidColumn extends ParallelColumn {
  readonly axis: ParallelAxis;
  /** From 0 to 1, whichever way the axis is drawn; NaN where there is no value. */
  readonly positions: Float64Array;
}

type Laid = Pick<LaidColumn, 'axis' | 'positions'>;
const laid = new WeakMap<readonly AxisValue[], Map<string, Laid>>();

/** Where each run stands on a column; kept as long as the values are, so that moving and flipping an axis costs nothing. */
export function layColumn(column: ParallelColumn): LaidColumn {
  const { label, values, scale } = column;
  const known = laid.get(values) ?? new Map<string, Laid>();
  laid.set(values, known);
  const name = `${scale ?? 'either'} ${label}`;
  let found = known.get(name);
  if (found === undefined) {
    const axis = parallelAxis({ name: label, values, scale });
    found = { axis, positions: axisPositions(axis, values) };
    known.set(name, found);
  }
  return { ...column, ...found };
}

/** One a run: 1 for those that all brushes hold. */
export function withinBrushes(columns: readonly LaidColumn[], brushes: Brushes, runs: number): Uint8Array {
  const within = new Uint8Array(runs).fill(1);
  for (const { key, positions } of columns) {
    const brush = brushes[key];
    if (brush === undefined) continue;
    for (let run = 0; run < runs; run += 1) {
      const place = positions[run] ?? Number.NaN;
      const isHeld = brush === 'missing' ? Number.isNaN(place) : place >= brush.from && place <= brush.to;
      if (!isHeld) within[run] = 0;
    }
  }
  return within;
}
