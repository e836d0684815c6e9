import { z } from 'zod';
import { metricGoal } from '../model/metric-goal.ts';
import { artifact, metricSeries, runDetail, runRow } from '../model/run.ts';
import { defineArea } from './command.ts';

const runId = z.string().min(1).max(256);
const runIds = z.array(runId).min(1).max(10_000);

export const trackingContract = defineArea({
  'experiments.list': {
    summary: 'Experiments with the number of their runs',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({}),
    output: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        runCount: z.number(),
        createdAtMs: z.number(),
        lastRunAtMs: z.number().nullable(),
      }),
    ),
  },
  'runs.list': {
    summary: 'Runs of one experiment or of all, filtered and ordered',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      experiment: z.string().optional(),
      /** `metrics.auc > 0.8 and params.learner = 'gbdt'`: see the query language in the documentation. */
      filter: z.string().max(10_000).optional(),
      orderBy: z.object({ key: z.string(), descending: z.boolean().default(true) }).optional(),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(50_000).default(1000),
      deleted: z.boolean().default(false),
    }),
    output: z.object({
      runs: z.array(runRow),
      total: z.number(),
      /** Keys that occur in the active runs of the experiment, or of all, whatever the filter: for choosing columns. */
      keys: z.object({
        parameters: z.array(z.string()),
        metrics: z.array(z.string()),
        tags: z.array(z.string()),
      }),
      /** By metric; null where more is neither better nor worse. */
      goals: z.record(z.string(), metricGoal.nullable()),
    }),
  },
  'runs.get': {
    summary: 'Everything recorded of one run',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run: runId }),
    output: runDetail,
  },
  'runs.history': {
    summary: 'Metric histories of runs, thinned for drawing without losing a spike',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      runs: runIds,
      keys: z.array(z.string()).optional(),
      maxPoints: z.number().int().min(10).max(1_000_000).default(2000),
    }),
    output: z.array(metricSeries),
  },
  'runs.update': {
    summary: 'Rename a run, change its note or its tags (null removes a tag)',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({
      runs: runIds,
      name: z.string().min(1).max(250).optional(),
      note: z.string().max(100_000).optional(),
      tags: z.record(z.string().min(1).max(250), z.string().max(8000).nullable()).optional(),
    }),
    output: z.object({}),
  },
  'runs.delete': {
    summary: 'Move runs to the trash',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ runs: runIds }),
    output: z.object({ deleted: z.number() }),
  },
  'runs.restore': {
    summary: 'Take runs out of the trash',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ runs: runIds }),
    output: z.object({ restored: z.number() }),
  },
  'runs.artifacts': {
    summary: 'Files that a run left',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run: runId }),
    output: z.array(artifact),
  },
  'runs.readArtifact': {
    summary: 'The head of a text artifact',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      run: runId,
      path: z.string(),
      maxBytes: z.number().int().min(1).max(1_000_000).default(200_000),
    }),
    output: z.object({ text: z.string().nullable(), sizeBytes: z.number(), isTruncated: z.boolean() }),
  },
  'runs.saveArtifact': {
    summary: 'Copy an artifact to a file',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ run: runId, path: z.string(), destination: z.string().min(1) }),
    output: z.object({ path: z.string(), sizeBytes: z.number() }),
  },
  'metrics.setGoal': {
    summary: 'Say whether more or less of a metric is better (kept in modelyard.yaml)',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ metric: z.string().min(1), goal: metricGoal.nullable() }),
    output: z.object({}),
  },
});
