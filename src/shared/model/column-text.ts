import { formatBytes, formatDuration, formatNumber, formatRelativeTime } from './format.ts';
import { loggedNumber } from './logged-number.ts';
import type { ColumnValue } from './run.ts';
import { readRunColumn } from './run-column.ts';

/** A metric's value as what it is, never a dash: 0.8473, NaN, ∞. */
export const metricText = (value: ColumnValue): string => {
  const number = loggedNumber(value);
  return Number.isNaN(number) ? 'NaN' : formatNumber(number);
};

/** A value of a column of runs for people to read. Parameters and tags stay as they were written. */
export const columnText = (column: string, value: ColumnValue, nowMs: number): string => {
  const { entity, name } = readRunColumn(column);
  if (entity === 'metric') return metricText(value);
  if (typeof value !== 'number') return value;
  if (entity !== 'attribute') return formatNumber(value);
  if (name === 'duration') return formatDuration(value);
  if (name === 'artifact_size') return formatBytes(value);
  return name.endsWith('_time') ? formatRelativeTime({ atMs: value, nowMs }) : formatNumber(value);
};
