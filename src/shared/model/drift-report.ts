import { z } from 'zod';

/** How a current table differs from a reference table, column by column. Plain JSON; what does not exist is null. */

export const driftThresholds = z.object({
  /** Benjamini–Hochberg-adjusted p-values below it are evidence of a change. */
  alpha: z.number().min(0).max(1),
  /** Numbers: the larger of the Kolmogorov–Smirnov distance and the Wasserstein distance in reference standard deviations. */
  number: z.number().min(0),
  /** Categories: Jensen–Shannon distance (natural logarithm). */
  category: z.number().min(0),
  /** Two-valued columns and missing shares: Cohen's h. */
  share: z.number().min(0),
  /** The data set has drifted when at least this share of its comparable columns has. */
  datasetShare: z.number().min(0).max(1),
});
export type DriftThresholds = z.infer<typeof driftThresholds>;

export const driftEffect = z.object({
  name: z.enum(['ks_distance', 'wasserstein_per_sd', 'js_distance', 'cohens_h']),
  title: z.string(),
  value: z.number(),
  threshold: z.number(),
});
export type DriftEffect = z.infer<typeof driftEffect>;

export const sideCounts = z.object({
  rows: z.number().int(),
  missing: z.number().int(),
  infinite: z.number().int(),
  /** Rows that the test used: neither missing nor infinite. */
  used: z.number().int(),
});
export type SideCounts = z.infer<typeof sideCounts>;

export const missingShift = z.object({
  referenceShare: z.number(),
  currentShare: z.number(),
  pValue: z.number().nullable(),
  adjustedPValue: z.number().nullable(),
  effect: driftEffect.nullable(),
  drifted: z.boolean(),
});
export type MissingShift = z.infer<typeof missingShift>;

/** The same bins or categories for both sides. Shares are of the used rows and add up to 1. */
export const overlay = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('bins'),
    /** The outermost bins also hold what lies beyond them, so that one outlier does not flatten the picture. */
    isClipped: z.boolean(),
    bins: z.array(z.object({ from: z.number(), to: z.number(), reference: z.number(), current: z.number() })),
  }),
  z.object({
    kind: z.literal('categories'),
    categories: z.array(z.object({ label: z.string(), reference: z.number(), current: z.number() })),
    /** Everything beyond the listed ones; null when all are listed. */
    other: z.object({ categories: z.number().int(), reference: z.number(), current: z.number() }).nullable(),
  }),
]);
export type Overlay = z.infer<typeof overlay>;

export const numberSummary = z.object({
  mean: z.number(),
  standardDeviation: z.number(),
  min: z.number(),
  quarter: z.number(),
  median: z.number(),
  threeQuarters: z.number(),
  max: z.number(),
});
export type NumberSummary = z.infer<typeof numberSummary>;

export const driftTestName = z.enum([
  'kolmogorov_smirnov',
  'chi_square',
  'two_proportion_z',
  'fisher_exact',
  'none',
]);
export type DriftTestName = z.infer<typeof driftTestName>;

export const columnDrift = z.object({
  name: z.string(),
  kind: z.enum(['number', 'category']),
  /**
   * 'compared': a test was made. 'constant': one and the same value on both sides. 'empty': a side has no value to test.
   * 'unique': a text column that hardly repeats a value, so shares say nothing. The others are findings by themselves.
   */
  status: z.enum(['compared', 'constant', 'empty', 'unique', 'type_changed', 'missing_column', 'new_column']),
  test: driftTestName,
  testTitle: z.string(),
  /** Why this test. */
  reason: z.string(),
  statistic: z.number().nullable(),
  pValue: z.number().nullable(),
  adjustedPValue: z.number().nullable(),
  effect: driftEffect.nullable(),
  /** Wasserstein distance in the column's own unit; numbers only. */
  wasserstein: z.number().nullable(),
  /** Population stability index over ten bins of equal reference share, or over the categories. */
  psi: z.number().nullable(),
  /** adjustedPValue < alpha and effect ≥ its threshold, in values or in missing share; also a column gone or of another type. */
  drifted: z.boolean(),
  counts: z.object({ reference: sideCounts, current: sideCounts }),
  missing: missingShift.nullable(),
  newCategories: z.array(z.object({ label: z.string(), count: z.number().int() })),
  vanishedCategories: z.array(z.object({ label: z.string(), count: z.number().int() })),
  newCategoryCount: z.number().int(),
  vanishedCategoryCount: z.number().int(),
  summary: z.object({ reference: numberSummary, current: numberSummary }).nullable(),
  overlay: overlay.nullable(),
});
export type ColumnDrift = z.infer<typeof columnDrift>;

export const driftFinding = z.object({
  kind: z.enum([
    'shift',
    'missing_share',
    'new_categories',
    'vanished_categories',
    'out_of_range',
    'infinite',
    'type_changed',
    'missing_column',
    'new_column',
    'empty',
  ]),
  /** 'alarm' belongs to a drifted column; 'notice' is worth a look. */
  severity: z.enum(['alarm', 'notice']),
  column: z.string(),
  /** One sentence a person can act on. */
  text: z.string(),
});
export type DriftFinding = z.infer<typeof driftFinding>;

export const driftReport = z.object({
  method: z.object({ name: z.literal('modelyard.drift'), version: z.number().int() }),
  thresholds: driftThresholds,
  adjustment: z.literal('benjamini-hochberg'),
  /** How many p-values were adjusted together. */
  adjustedTests: z.number().int(),
  rows: z.object({ reference: z.number().int(), current: z.number().int() }),
  verdict: z.object({
    drifted: z.boolean(),
    driftedColumns: z.number().int(),
    comparedColumns: z.number().int(),
    share: z.number(),
    text: z.string(),
  }),
  /** Alarms first, each group by the size of its effect against its threshold. */
  findings: z.array(driftFinding),
  columns: z.array(columnDrift),
  /** Rows were sampled with this seed; null when all rows were used. */
  sampledWithSeed: z.number().int().nullable(),
});
export type DriftReport = z.infer<typeof driftReport>;
