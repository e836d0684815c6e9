import type { BoxPlot } from '../../../shared/model/comparison/box-plot.ts';

export interface BoxGroup {
  readonly name: string;
  /** null of a group without values. */
  readonly box: BoxPlot | null;
  readonly values: readonly (number | null)[];
  /** null without a number. */
  readonly average: number | null;
  /** The mean and its interval; null where too few runs have a number. */
  readonly mean: { readonly value: number; readonly low: number; readonly high: number } | null;
}

export interface BoxChartProps {
  label: string;
  groups: readonly BoxGroup[];
  xLabel: string;
  yLabel: string;
  height?: number;
}
