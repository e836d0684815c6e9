import { createContext } from 'react';
import type { ChartPoint, Series } from '../../../shared/charts/series.ts';
import type { SeriesStyle } from '../../../shared/charts/series-color.ts';

/** A value that has no place on an axis. */
export interface NotFinitePoint {
  x: number;
  value: 'NaN' | 'Infinity' | '-Infinity';
}

export interface DrawnSeries extends Series {
  style: SeriesStyle;
  /** All points that can be drawn, by ascending x. */
  finite: readonly ChartPoint[];
  /** Those of them that are drawn. A y that is NaN breaks the line. */
  drawn: readonly ChartPoint[];
  /** Where and why lines break. */
  notFinite?: readonly NotFinitePoint[] | undefined;
  /** Behind the others, without a name and a reading: what a smoothed line was made of. */
  isFaint?: boolean;
}

/**
 * The lines of a chart, past its frame: points that come in ten times a second draw the lines anew and nothing else. Axes and grid, which
 * cost ten times as much, are drawn again only when their ends change.
 */
export const DrawnLines = createContext<readonly DrawnSeries[]>([]);
