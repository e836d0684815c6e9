import { z } from 'zod';
import { metricGoal } from '../model/metric-goal.ts';
import { columnValue, runListRow } from '../model/run.ts';
import { childAggregate, mostGroupingColumns } from '../model/run-view.ts';
import { filterText } from '../query/filter-text.ts';
import { defineArea } from './command.ts';

/** A column as text: `metrics.auc`, `min(metrics.loss)`, `at(metrics.loss, 100)`, `params.lr`, `tags.team`, `start_time`; see `readRunColumn`. */
const column = z.string().min(1).max(2000);
const runId = z.string().min(1).max(256);

const selection = {
  experiment: z.string().optional(),
  /** `metrics.auc > 0.8 and params.learner = 'gbdt'`: see the query language in the documentation. */
  filter: filterText.optional(),
  /** Those in the trash instead of those that are not. */
  deleted: z.boolean().default(false),
};
const order = z
  .array(z.object({ key: column, descending: z.boolean().default(true) }))
  .max(8)
  .default([]);
const groupBy = z.array(column).min(1).max(mostGroupingColumns);

/** Which part of the whole list: a level of the tree of nested runs, or a group. */
const part = z.discriminatedUnion('of', [
  /** Runs whose parent is not in the list. */
  z.object({ of: z.literal('roots') }),
  z.object({ of: z.literal('children'), parent: runId }),
  /** The runs that have these values in the columns `by`. */
  z.object({
    of: z.literal('group'),
    by: groupBy,
    values: z.array(columnValue.nullable()).min(1).max(mostGroupingColumns),
  }),
]);

const listed = {
  ...selection,
  orderBy: order,
  part: part.optional(),
  /** Of a tree: what of the runs below it stands for a run without a number of its own, in its row and in the order. */
  fromChildren: childAggregate.optional(),
};

export const runListsContract = defineArea({
  'runs.list': {
    summary: 'A page of runs, filtered and ordered, with the columns that are asked for',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      ...listed,
      columns: z.array(column).max(5000).default([]),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(0).max(1000).default(100),
      /** Where these stand in the whole list. */
      locate: z.array(runId).max(100).default([]),
    }),
    output: z.object({
      runs: z.array(runListRow),
      /** Of the whole list, whatever the page. */
      total: z.number(),
      /** In the order of `locate`; null for what is not in the list. */
      places: z.array(z.number().nullable()),
    }),
  },
  'runs.ids': {
    summary: 'Ids of runs in the order of the list, for choosing many',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      ...listed,
      offset: z.number().int().min(0).default(0),
      /** Without it, all. */
      limit: z.number().int().min(0).optional(),
    }),
    output: z.object({ ids: z.array(z.string()) }),
  },
  'runs.countAmong': {
    summary: 'How many of the given runs match, as those that were chosen under another filter need not',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ ...selection, runs: z.array(runId) }),
    output: z.object({ matching: z.number() }),
  },
  'runs.keys': {
    summary: 'Parameters, metrics and tags that runs have, with how many have them',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      experiment: selection.experiment,
      deleted: selection.deleted,
      /** Counting looks at every value of every run; names alone are there at once. */
      counts: z.boolean().default(true),
    }),
    output: z.object({
      /** Names of metrics and parameters that the newest runs differ in, what matters most first; of metrics all, where they differ in none. */
      telling: z.object({ metrics: z.array(z.string()), parameters: z.array(z.string()) }),
      /** `runs` is null where it was not asked for. */
      parameters: z.array(
        z.object({
          name: z.string(),
          runs: z.number().nullable(),
          kind: z.enum(['number', 'text', 'mixed']),
        }),
      ),
      /** The goal is null where more is neither better nor worse. */
      metrics: z.array(
        z.object({ name: z.string(), runs: z.number().nullable(), goal: metricGoal.nullable() }),
      ),
      /** Without those of MLflow's own, which are facts of the run. */
      tags: z.array(z.object({ name: z.string(), runs: z.number().nullable() })),
    }),
  },
  'runs.values': {
    summary: 'Values of a parameter, a tag or a fact that runs have, the most frequent first',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      experiment: selection.experiment,
      deleted: selection.deleted,
      key: column,
      /** Only values that hold this text, in whatever case. */
      contains: z.string().max(1000).default(''),
      limit: z.number().int().min(1).max(1000).default(50),
    }),
    output: z.object({
      values: z.array(z.object({ value: z.string(), runs: z.number() })),
      total: z.number(),
    }),
  },
  'runs.listGroups': {
    summary: 'Runs grouped by what they have in common, with counts and means',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      ...selection,
      by: groupBy,
      /** Means of these are given; what holds no numbers has none. */
      columns: z.array(column).max(5000).default([]),
      /** By the mean of a column, by a column of `by`, or by `runs`, the size of the group. */
      orderBy: z.object({ key: column, descending: z.boolean().default(true) }).optional(),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(0).max(1000).default(100),
      /** Where groups with these values stand among all. */
      locate: z.array(z.array(columnValue.nullable())).max(100).default([]),
    }),
    output: z.object({
      groups: z.array(
        z.object({
          values: z.array(columnValue.nullable()),
          runs: z.number(),
          /** By column; `n` is how many runs have a number there, and the deviation that of a sample, null of one. */
          means: z.record(
            z.string(),
            z.object({ mean: z.number(), n: z.number(), standardDeviation: z.number().nullable() }),
          ),
        }),
      ),
      places: z.array(z.number().nullable()),
      total: z.number(),
      totalRuns: z.number(),
    }),
  },
  'runs.best': {
    summary: 'The best value of metrics among the runs that match, on each data, by the metric’s goal',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ ...selection, columns: z.array(column).max(5000) }),
    output: z.object({
      /** By column; figures of different data, by name or by digest, say nothing about which run is better. Without a goal or a difference, none. */
      best: z.record(
        z.string(),
        z.array(
          z.object({ dataset: z.string().nullable(), digest: z.string().nullable(), value: z.number() }),
        ),
      ),
    }),
  },
  'runs.constant': {
    summary: 'Which of the columns say the same of all runs that match',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ ...selection, columns: z.array(column).max(5000) }),
    output: z.object({ constant: z.array(z.string()) }),
  },
});
