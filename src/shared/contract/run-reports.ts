import { z } from 'zod';
import { metricAggregate } from '../model/comparison/metric-aggregate.ts';
import { defineArea } from './command.ts';
import { groupingColumns } from './run-comparison.ts';

const runId = z.string().min(1).max(256);
const key = z.string().min(1).max(300);

export const runReportsContract = defineArea({
  'runs.saveReport': {
    summary: 'Save what is known of one run, or a comparison of several, as one page that needs nothing else',
    scope: 'project',
    changes: false,
    long: true,
    input: z.object({
      runs: z.array(runId).min(1).max(200),
      aggregate: metricAggregate.default('last'),
      /** Compare groups too: as in `runs.groups`. */
      groups: z
        .object({
          by: groupingColumns,
          metric: key,
          pairBy: key.optional(),
          reference: z.string().optional(),
        })
        .optional(),
      title: z.string().min(1).max(300).optional(),
      /** Absolute; its folder has to exist. */
      out: z.string().min(1),
      overwrite: z.boolean().default(false),
    }),
    output: z.object({ out: z.string(), runs: z.number(), sizeBytes: z.number() }),
  },
});
