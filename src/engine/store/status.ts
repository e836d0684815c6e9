import { metricsByImportance } from '../../shared/model/metric-order.ts';
import type { ProjectCounts, ProjectStatus } from '../../shared/model/project.ts';
import type { Reader } from '../ports/store-handles.ts';

/** Datasets and runs in the trash, and endpoints taken off the list, do not count. */
export const countObjects = (reader: Reader): ProjectCounts =>
  reader.get<ProjectCounts>(`SELECT
    (SELECT count(*) FROM datasets WHERE removed_at_ms IS NULL) AS datasets,
    (SELECT count(*) FROM runs WHERE lifecycle_stage = 'active') AS runs,
    (SELECT count(*) FROM registered_models WHERE removed_at_ms IS NULL) AS models,
    (SELECT count(*) FROM endpoints WHERE removed_at_ms IS NULL) AS endpoints`)!;

/** What has been done at least once, for the path that a newcomer is led along. */
export const countMilestones = (reader: Reader): { finishedRuns: number; exports: number } =>
  reader.get<{ finishedRuns: number; exports: number }>(`SELECT
    (SELECT count(*) FROM runs WHERE lifecycle_stage = 'active' AND status = 'finished') AS finishedRuns,
    (SELECT count(*) FROM exports WHERE state = 'ready') AS exports`)!;

export const countJobs = (reader: Reader, nowMs: number): ProjectStatus['jobs'] =>
  reader.get<ProjectStatus['jobs']>(
    `SELECT
      (SELECT count(*) FROM jobs WHERE state = 'queued') AS queued,
      (SELECT count(*) FROM jobs WHERE state = 'running') AS running,
      (SELECT count(*) FROM jobs WHERE state = 'failed' AND ended_at_ms > ?) AS failedLastDay`,
    [nowMs - 24 * 60 * 60 * 1000],
  )!;

interface RunRow {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly startedAtMs: number;
  readonly metricsJson: string;
}

const latestMetrics = (runId: string) =>
  `(SELECT json_group_object(keys.name, l.value) FROM run_metric_summaries l JOIN keys ON keys.number = l.key_number
     WHERE l.run_number = (SELECT number FROM runs r WHERE r.id = ${runId}) AND l.is_nan = 0)`;

export const lastRuns = (reader: Reader, limit: number): ProjectStatus['lastRuns'] =>
  reader
    .all<RunRow>(
      `SELECT id, name, status, started_at_ms AS startedAtMs, ${latestMetrics('runs.id')} AS metricsJson
       FROM runs WHERE lifecycle_stage = 'active' ORDER BY started_at_ms DESC LIMIT ?`,
      [limit],
    )
    .map(({ metricsJson, ...run }) => ({ ...run, metric: headlineMetric(metricsJson) }));

interface ModelRow {
  readonly name: string;
  readonly version: number;
  readonly alias: string | null;
  readonly registeredAtMs: number;
  readonly servingEndpointId: string | null;
  readonly metricsJson: string;
}

/** Every model with the version that stands for it: the champion, else the newest. */
export const modelsInShort = (reader: Reader): ProjectStatus['models'] =>
  reader
    .all<ModelRow>(
      `SELECT m.name, v.version, a.alias, v.registered_at_ms AS registeredAtMs,
        (SELECT e.id FROM endpoints e WHERE e.model_id = v.model_id AND e.version = v.version
           AND e.removed_at_ms IS NULL AND e.is_wanted = 1 ORDER BY e.created_at_ms LIMIT 1) AS servingEndpointId,
        ${latestMetrics('v.run_id')} AS metricsJson
       FROM registered_models m
       LEFT JOIN model_aliases a ON a.model_id = m.id AND a.alias = 'champion'
       JOIN model_versions v ON v.model_id = m.id AND v.version = coalesce(a.version,
         (SELECT max(version) FROM model_versions w WHERE w.model_id = m.id AND w.removed_at_ms IS NULL))
       WHERE m.removed_at_ms IS NULL ORDER BY v.registered_at_ms DESC`,
    )
    .map(({ metricsJson, ...model }) => ({ ...model, metric: headlineMetric(metricsJson) }));

interface DriftRow {
  readonly reportId: string;
  readonly atMs: number;
  readonly current: string;
  readonly summaryJson: string;
}

/** The newest finished drift report; null when there is none. */
export const lastDrift = (reader: Reader): ProjectStatus['drift'] => {
  const row = reader.get<DriftRow>(
    `SELECT id AS reportId, created_at_ms AS atMs, current, summary_json AS summaryJson
     FROM drift_reports WHERE summary_json IS NOT NULL ORDER BY created_at_ms DESC LIMIT 1`,
  );
  if (row === undefined) return null;
  const { summaryJson, ...report } = row;
  const summary = JSON.parse(summaryJson) as { columns: number; driftedColumns: number; isDrifted: boolean };
  return {
    ...report,
    driftedColumns: summary.driftedColumns,
    columns: summary.columns,
    drifted: summary.isDrifted,
  };
};

/** The figures people ask for first, by task. */
const headlineOrder = ['roc_auc', 'accuracy', 'r2', 'f1_macro', 'rmse'];

const headlineMetric = (metricsJson: string): { name: string; value: number } | null => {
  const metrics = JSON.parse(metricsJson) as Record<string, number>;
  const name =
    headlineOrder.find((key) => Object.hasOwn(metrics, key)) ?? metricsByImportance(Object.keys(metrics))[0];
  const value = name === undefined ? undefined : metrics[name];
  return name === undefined || value === undefined ? null : { name, value };
};
