import { z } from 'zod';
import { metricPoint } from '../events.ts';

export const runStatus = z.enum(['scheduled', 'running', 'finished', 'failed', 'killed']);
export type RunStatus = z.infer<typeof runStatus>;

/** A metric's value in JSON, where NaN and infinities are text. */
export const metricValue = metricPoint.shape.value;

/** A value in a table of runs; a NaN is the text 'NaN'. */
export const columnValue = z.union([z.string(), z.number()]);
export type ColumnValue = z.infer<typeof columnValue>;

/** A row of the runs table: what every row has, and the columns that were asked for. */
export const runListRow = z.object({
  id: z.string(),
  name: z.string(),
  experiment: z.string(),
  /** Of a nested run: the id of the run it belongs to, which need not exist. */
  parentId: z.string().nullable(),
  status: runStatus,
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
  /** Text of `name@version` of the training data, where known. */
  dataset: z.string().nullable(),
  /** Of the training data: data of one name may have changed. */
  datasetDigest: z.string().nullable(),
  /** Nested runs that stand below this one; 0 in a list that is no tree. */
  childCount: z.number(),
  /** Nested runs of this one that the list leaves out, as they do not match; 0 in a list that is no tree. */
  hiddenChildCount: z.number(),
  /** It is read from a linked source, and cannot be changed here. */
  isLinked: z.boolean(),
  /** By the column's text; what a run does not have is not there. */
  values: z.record(z.string(), columnValue),
  /** By the column's text, where that was asked for and the run has no value: what stands for it of so many runs below it. */
  fromChildren: z.record(z.string(), z.object({ value: z.number(), runs: z.number() })),
});
export type RunListRow = z.infer<typeof runListRow>;

/** A run with every value. */
export const runRow = z.object({
  /** 32 lower-case hexadecimal digits. */
  id: z.string(),
  name: z.string(),
  experiment: z.string(),
  /** Of a nested run: the id of the run it belongs to, which need not exist. */
  parentId: z.string().nullable(),
  status: runStatus,
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
  durationMs: z.number().nullable(),
  /** Text of `name@version` of the training data, where known. */
  dataset: z.string().nullable(),
  parameters: z.record(z.string(), z.string()),
  /** The latest value by (step, timestamp, value), as MLflow defines it. */
  metrics: z.record(z.string(), metricValue),
  tags: z.record(z.string(), z.string()),
  /** Versions made of this run, as `name/version`. */
  models: z.array(z.string()),
});
export type RunRow = z.infer<typeof runRow>;

export const artifact = z.object({
  path: z.string(),
  sizeBytes: z.number(),
  /** SHA-256; null of a file that stays where a linked source has it. */
  digest: z.string().nullable(),
});
export type Artifact = z.infer<typeof artifact>;

export const runDataset = z.object({
  name: z.string(),
  version: z.number().nullable(),
  digest: z.string(),
  /** training, validation, evaluation … */
  role: z.string(),
});

/** Everything a result depends on, as it was recorded. */
export const runDetail = runRow.extend({
  jobId: z.string().nullable(),
  seed: z.number().nullable(),
  datasets: z.array(runDataset),
  code: z
    .object({
      commit: z.string(),
      branch: z.string().nullable(),
      remote: z.string().nullable(),
      isDirty: z.boolean(),
      patchArtifact: z.string().nullable(),
    })
    .nullable(),
  environment: z.record(z.string(), z.string()),
  artifacts: z.array(artifact),
  note: z.string(),
  isDeleted: z.boolean(),
  /** The linked source that the run is read from, and is never changed in; null for the project's own. */
  linkedFrom: z.object({ title: z.string(), path: z.string(), isMissing: z.boolean() }).nullable(),
  evaluations: z.array(z.object({ id: z.string(), dataset: z.string(), createdAtMs: z.number() })),
});
export type RunDetail = z.infer<typeof runDetail>;

export const metricSeries = z.object({
  runId: z.string(),
  key: z.string(),
  points: z.array(metricPoint.omit({ key: true })),
  /** Points recorded; more than `points.length` when thinned (keeping minimum and maximum of each bucket). */
  totalPoints: z.number(),
});
export type MetricSeries = z.infer<typeof metricSeries>;
