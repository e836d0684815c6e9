import type { Migration } from './migration.ts';

/** Whether the times of a history rise with its steps, which decides how its pages are read, is known and not looked for. */
export const metricTimes: Migration = {
  number: 7,
  name: 'metric-times',
  sql: `
ALTER TABLE run_metric_summaries ADD COLUMN times_fall INTEGER NOT NULL DEFAULT 0;
UPDATE run_metric_summaries AS kept SET times_fall = 1 WHERE point_count > 1 AND EXISTS (
  SELECT 1 FROM (SELECT timestamp_ms, lag(timestamp_ms) OVER (ORDER BY step, timestamp_ms) AS before
    FROM run_metrics AS point WHERE point.run_number = kept.run_number AND point.key_number = kept.key_number)
  WHERE timestamp_ms < before);
`,
};
