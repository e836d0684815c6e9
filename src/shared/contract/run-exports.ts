import { z } from 'zod';
import { filterText } from '../query/filter-text.ts';
import { defineArea } from './command.ts';

const column = z.string().min(1).max(2000);

export const tableFormat = z.enum(['csv', 'xlsx', 'jsonl', 'parquet']);
export type TableFormat = z.infer<typeof tableFormat>;

export const runExportsContract = defineArea({
  'runs.saveTable': {
    summary: 'Save a table of runs as CSV, Excel, JSON Lines or Parquet, every number with all its digits',
    scope: 'project',
    changes: false,
    long: true,
    input: z.object({
      experiment: z.string().optional(),
      /** As in `runs.list`. */
      filter: filterText.optional(),
      deleted: z.boolean().default(false),
      /** These runs instead, in this order. */
      runs: z.array(z.string().min(1).max(256)).max(100_000).optional(),
      orderBy: z
        .array(z.object({ key: column, descending: z.boolean().default(true) }))
        .max(8)
        .default([]),
      /** As in `runs.list`; id and name come first anyway. */
      columns: z.array(column).max(5000),
      format: tableFormat,
      /** Absolute; its folder has to exist. */
      out: z.string().min(1),
      overwrite: z.boolean().default(false),
    }),
    output: z.object({
      out: z.string(),
      rows: z.number(),
      columns: z.number(),
      sizeBytes: z.number(),
      /** What of the table the file does not hold as it is, in sentences. */
      notes: z.array(z.string()),
    }),
  },
});
