import type { RunSurface } from '../../../shared/model/comparison/run-surface.ts';
import type { Scale } from './chart-zoom.ts';

export interface SurfaceChartProps {
  label: string;
  surface: RunSurface;
  /** Means of cells, or the smooth field with its contour lines. */
  mode: 'cells' | 'field';
  xLabel: string;
  yLabel: string;
  metric: string;
  xScale: Scale;
  yScale: Scale;
  /** Runs in all, those without a place included. */
  total: number;
  height?: number;
}
