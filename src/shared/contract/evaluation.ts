import { z } from 'zod';
import { datasetReference } from '../model/dataset.ts';
import { evaluationReport } from '../model/evaluation-report.ts';
import { modelReference } from '../model/registry.ts';
import { defineArea } from './command.ts';

/** What is evaluated: the model of a run, or a registered version. */
export const evaluationSubject = z.union([
  z.object({ run: z.string() }),
  z.object({ model: modelReference }),
]);

const evaluationSummary = z.object({
  id: z.string(),
  runId: z.string(),
  runName: z.string(),
  /** `name/version` when a registered version was evaluated. */
  model: z.string().nullable(),
  modelDigest: z.string(),
  dataset: z.string(),
  datasetDigest: z.string(),
  createdAtMs: z.number(),
  rowCount: z.number(),
  /** The figure to show in a list. */
  metric: z.object({
    name: z.string(),
    value: z.number(),
    low: z.number().nullable(),
    high: z.number().nullable(),
  }),
});

export const evaluationContract = defineArea({
  'evaluations.start': {
    summary: 'Evaluate a model on a dataset: queues a job',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ subject: evaluationSubject, dataset: datasetReference }),
    output: z.object({ jobId: z.string(), evaluationId: z.string() }),
  },
  'evaluations.list': {
    summary: 'Evaluations, newest first',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run: z.string().optional(), limit: z.number().int().min(1).max(1000).default(200) }),
    output: z.array(evaluationSummary),
  },
  'evaluations.get': {
    summary: 'An evaluation with its whole report',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ evaluation: z.string() }),
    output: evaluationSummary.extend({ report: evaluationReport }),
  },
});
