import { z } from 'zod';
import { datasetReference } from '../model/dataset.ts';
import { driftReport } from '../model/drift-report.ts';
import { defineArea } from './command.ts';

/** What is compared with the reference: a dataset, a file that is not one yet, or what an endpoint was asked. */
export const driftCurrent = z.union([
  z.object({ dataset: datasetReference }),
  z.object({ file: z.string() }),
  z.object({ endpoint: z.string(), sinceMs: z.number().optional() }),
]);

const driftSummary = z.object({
  id: z.string(),
  reference: z.string(),
  current: z.string(),
  createdAtMs: z.number(),
  columns: z.number(),
  driftedColumns: z.number(),
  isDrifted: z.boolean(),
  referenceRows: z.number(),
  currentRows: z.number(),
});

export const monitoringContract = defineArea({
  'drift.start': {
    summary: 'Compare current data with reference data, column by column: queues a job',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({
      reference: datasetReference,
      current: driftCurrent,
      /** Default: all columns that both sides have. */
      columns: z.array(z.string()).optional(),
    }),
    output: z.object({ jobId: z.string(), reportId: z.string() }),
  },
  'drift.list': {
    summary: 'Drift reports, newest first',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ limit: z.number().int().min(1).max(1000).default(200) }),
    output: z.array(driftSummary),
  },
  'drift.get': {
    summary: 'A drift report',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ report: z.string() }),
    output: driftSummary.extend({ report: driftReport }),
  },
});
