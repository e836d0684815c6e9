import { z } from 'zod';

export const dataFormat = z.enum(['csv', 'tsv', 'parquet', 'jsonl']);
export type DataFormat = z.infer<typeof dataFormat>;

/** Types a user can choose for a column; each maps to a DuckDB type and to a role in training. */
export const dataType = z.enum(['number', 'integer', 'boolean', 'date', 'datetime', 'text']);
export type DataType = z.infer<typeof dataType>;

export const datasetColumn = z.object({
  name: z.string(),
  type: dataType,
  /** DuckDB's own name of the type that was read, such as DOUBLE. */
  storageType: z.string(),
  /** The user chose the type; otherwise it was sniffed. */
  isCorrected: z.boolean(),
});
export type DatasetColumn = z.infer<typeof datasetColumn>;

/** `name`, `name@3` or `name@v3`; without a version the newest. */
export const datasetReference = z
  .string()
  .regex(/^[^@/\\]+(@v?\d+)?$/, 'Write a dataset as NAME or NAME@VERSION.');

export const datasetName = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}_. -]{0,99}$/u,
    'A dataset name starts with a letter or digit and holds letters, digits, spaces, _ . and -, at most 100.',
  );

export const datasetVersion = z.object({
  dataset: z.string(),
  version: z.number().int(),
  /** SHA-256 of the file's bytes. */
  digest: z.string(),
  format: dataFormat,
  sizeBytes: z.number(),
  rowCount: z.number(),
  columns: z.array(datasetColumn),
  /** `reference`: the user's file where it lies; `copy`: kept in the object store. */
  mode: z.enum(['reference', 'copy']),
  /** Where the file was when it was added (relative to the project's folder when inside it). */
  path: z.string(),
  addedAtMs: z.number(),
  /** For a file by reference: is it still there with the same size and time, or changed since? */
  state: z.enum(['available', 'changed', 'missing']),
  /** What the reader had to get over: encoding guessed, duplicate names renamed. */
  warnings: z.array(z.string()),
});
export type DatasetVersion = z.infer<typeof datasetVersion>;

export const datasetSummary = z.object({
  name: z.string(),
  createdAtMs: z.number(),
  versionCount: z.number(),
  latest: datasetVersion,
});
export type DatasetSummary = z.infer<typeof datasetSummary>;

/** A value of a data cell in JSON. Integers beyond 2^53, dates and nested values are text. */
export const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.infer<typeof cell>;

export const columnProfile = z.object({
  name: z.string(),
  type: dataType,
  count: z.number(),
  missing: z.number(),
  /** Exact up to a million rows, else HyperLogLog. */
  distinct: z.number(),
  isDistinctApproximate: z.boolean(),
  /** Numbers, and dates as days since 1970: null when nothing is there to measure. */
  numeric: z
    .object({
      min: z.number(),
      max: z.number(),
      mean: z.number(),
      standardDeviation: z.number().nullable(),
      /** 1, 5, 25, 50, 75, 95, 99 %. */
      quantiles: z.array(z.object({ probability: z.number(), value: z.number() })),
      zeros: z.number(),
      infinite: z.number(),
    })
    .nullable(),
  /** Equal-width bins for numbers, [from, to) and the last closed. */
  histogram: z.array(z.object({ from: z.number(), to: z.number(), count: z.number() })),
  /** Most common values, at most 20. */
  topValues: z.array(z.object({ value: z.string(), count: z.number() })),
  /** Shortest, longest and mean length of texts. */
  text: z.object({ minLength: z.number(), maxLength: z.number(), meanLength: z.number() }).nullable(),
});
export type ColumnProfile = z.infer<typeof columnProfile>;

export const datasetProfile = z.object({
  rowCount: z.number(),
  columns: z.array(columnProfile),
  /** Rows that stand there more than once; null when too large to count quickly. */
  duplicateRows: z.number().nullable(),
  computedAtMs: z.number(),
  durationMs: z.number(),
  method: z.string(),
});
export type DatasetProfile = z.infer<typeof datasetProfile>;
