import { z } from 'zod';
import { metricGoal } from '../model/metric-goal.ts';
import { metricSeries, runDetail } from '../model/run.ts';
import { runEnvironment } from '../model/run-environment.ts';
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
        /** Of its runs, those in the trash; they are not in `runCount`. */
        trashedRunCount: z.number(),
        createdAtMs: z.number(),
        lastRunAtMs: z.number().nullable(),
      }),
    ),
  },
  'runs.get': {
    summary: 'Everything recorded of one run',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run: runId }),
    output: runDetail,
  },
  'runs.environment': {
    summary: 'On which machine and with which packages a run was made, as far as it left word of it',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run: runId }),
    output: runEnvironment,
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
  'metrics.setGoal': {
    summary: 'Say whether more or less of a metric is better (kept in modelyard.yaml)',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ metric: z.string().min(1), goal: metricGoal.nullable() }),
    output: z.object({}),
  },
});
