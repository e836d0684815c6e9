export * from './charts/bar-chart.tsx';
export * from './charts/box-chart.tsx';
export {
  type Brush,
  type Brushes,
  layColumn,
  type ParallelColumn,
  withinBrushes,
} from './charts/brushes.ts';
export { ChartWarmUp } from './charts/chart-warm-up.tsx';
export * from './charts/confusion-matrix.tsx';
export { type CsvCell, csvText } from './charts/csv-text.ts';
export * from './charts/curve-chart.tsx';
export * from './charts/curve-charts.tsx';
export * from './charts/group-bars.tsx';
export { HighlightedSeries } from './charts/highlighted-series.ts';
export * from './charts/histogram-overlay.tsx';
export * from './charts/line-chart.tsx';
export * from './charts/parallel-chart.tsx';
export * from './charts/reliability-diagram.tsx';
export * from './charts/run-scatter.tsx';
export * from './charts/scatter-chart.tsx';
export type { ColorColumn } from './charts/scatter-runs.ts';
export type { ChartPoint, Series } from './charts/series.ts';
export { paletteColor, seriesColor, seriesStyle } from './charts/series-color.ts';
export * from './charts/surface-chart.tsx';
export * from './class-names.ts';
export * from './controls/button.tsx';
export * from './controls/choices.tsx';
export * from './controls/field.tsx';
export * from './controls/select.tsx';
export * from './controls/tabs.tsx';
export * from './controls/text-field.tsx';
export * from './data/code-block.tsx';
export * from './data/copy-button.tsx';
export * from './data/file-tree.tsx';
export * from './data/key-values.tsx';
export * from './data/keys.tsx';
export * from './data/log-view.tsx';
export * from './data/markdown.tsx';
export * from './data/mini-histogram.tsx';
export * from './data/number-cell.tsx';
export * from './data/relative-time.tsx';
export * from './data/sparkline.tsx';
export * from './feedback/badge.tsx';
export * from './feedback/meaning-icon.tsx';
export * from './feedback/progress-bar.tsx';
export * from './feedback/states.tsx';
export * from './format.ts';
export * from './layout/page.tsx';
export { isBoolean, isNumber, useRemembered } from './layout/remembered.ts';
export * from './layout/split-panes.tsx';
export * from './overlay/dialog.tsx';
export * from './overlay/menu.tsx';
export * from './overlay/popover.tsx';
export * from './overlay/toast.tsx';
export * from './overlay/tooltip.tsx';
export { type ColumnLayout, useColumnLayout } from './table/column-layout.ts';
export { ColumnMenu } from './table/column-menu.tsx';
export type { CellValue, ColumnKind, DataColumn, Sort } from './table/columns.ts';
export { DataTable, type DataTableProps } from './table/data-table.tsx';
export { LazyTable, type LazyTableProps, type LazyTicks } from './table/lazy-table.tsx';
export { PagedTable, type PagedTableProps } from './table/paged-table.tsx';
export type { FetchLevel, TreeSource } from './table/tree-pages.ts';
