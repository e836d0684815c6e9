import {
  type AxisValue,
  axisPosition,
  parallelAxis,
} from '../../../shared/model/comparison/parallel-axis.ts';

export interface ParallelRun {
  readonly id: string;
  readonly name: string;
  /** One value an axis. */
  readonly values: readonly AxisValue[];
}

/** From 0 at the bottom to 1 at the top. */
export interface Brush {
  readonly from: number;
  readonly to: number;
}
export type Brushes = Readonly<Record<string, Brush>>;

/** Runs that all brushes hold. */
export function brushedRuns(
  { axes, runs }: { readonly axes: readonly string[]; readonly runs: readonly ParallelRun[] },
  brushes: Brushes,
): readonly ParallelRun[] {
  const brushed = axes.flatMap((name, index) => {
    const brush = brushes[name];
    if (brush === undefined) return [];
    return [
      { index, brush, axis: parallelAxis({ name, values: runs.map(({ values }) => values[index] ?? null) }) },
    ];
  });
  return runs.filter(({ values }) =>
    brushed.every(({ index, brush, axis }) => {
      const place = axisPosition(axis, values[index] ?? null);
      return place !== null && place >= brush.from && place <= brush.to;
    }),
  );
}
