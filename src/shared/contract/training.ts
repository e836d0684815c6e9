import { z } from 'zod';
import { datasetReference } from '../model/dataset.ts';
import { learnerDescription, learnerId, splitSpecification } from '../model/learner.ts';
import { task } from '../model/signature.ts';
import { defineArea } from './command.ts';

export const trainingContract = defineArea({
  'training.learners': {
    summary: 'The learners that need no Python, with their parameters',
    scope: 'app',
    changes: false,
    long: false,
    input: z.object({}),
    output: z.array(learnerDescription),
  },
  'training.suggest': {
    summary: 'A sensible target, task, split and column choice for a dataset',
    scope: 'project',
    changes: false,
    long: true,
    input: z.object({ dataset: datasetReference, target: z.string().optional() }),
    output: z.object({
      target: z.string(),
      task,
      split: splitSpecification,
      /** Columns that should not be learnt from, with the reason: identifiers, constants. */
      exclude: z.array(z.object({ column: z.string(), reason: z.string() })),
      learner: learnerId,
    }),
  },
  'training.start': {
    summary: 'Train a model: queues a job and makes a run',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({
      dataset: datasetReference,
      target: z.string().min(1),
      learner: learnerId.default('gbdt'),
      /** Values as numbers or as text; checked against the learner's table. */
      parameters: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])).default({}),
      /** Default: stratified for classes, random for numbers. */
      split: splitSpecification.optional(),
      /** Columns that are not learnt from; none unless named. */
      exclude: z.array(z.string()).optional(),
      experiment: z.string().min(1).max(500).default('Default'),
      name: z.string().min(1).max(250).optional(),
      seed: z
        .number()
        .int()
        .min(0)
        .max(2 ** 31 - 1)
        .default(1),
    }),
    output: z.object({ jobId: z.string(), runId: z.string() }),
  },
});
