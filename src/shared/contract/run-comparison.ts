import { z } from 'zod';
import { boxPlot } from '../model/comparison/box-plot.ts';
import { groupComparison } from '../model/comparison/group-comparison.ts';
import { linearTrend } from '../model/comparison/linear-trend.ts';
import { metricAggregate } from '../model/comparison/metric-aggregate.ts';
import { importanceReport } from '../model/comparison/parameter-importance.ts';
import { runSurface } from '../model/comparison/run-surface.ts';
import { metricGoal } from '../model/metric-goal.ts';
import { metricValue, runDataset, runRow } from '../model/run.ts';
import { mostGroupingColumns } from '../model/run-view.ts';
import { curvesAnswer } from '../model/series/curves-answer.ts';
import { defineArea } from './command.ts';

const runId = z.string().min(1).max(256);
const key = z.string().min(1).max(300);
/** `params.NAME`, `tags.NAME`, `dataset`, `experiment` or `status`; of several, runs that agree in all of them are a group. */
export const groupingColumns = z.union([key, z.array(key).min(1).max(mostGroupingColumns)]);
const seed = z.number().int().min(0).max(4_294_967_295).default(0);

/** One value a run, in the order of the runs; null where a run does not have it. What differs comes first. */
const textRow = z.object({ name: z.string(), values: z.array(z.string().nullable()), differs: z.boolean() });

/** As many runs as one chart draws. */
const mostRuns = 10_000;
const cell = z.union([z.number(), z.string()]).nullable();

const scale = z.enum(['linear', 'log']);
const scaleOrLinear = scale.default('linear');
/** Steps, seconds since the run's start, milliseconds since 1970, or another metric's value at the same step. */
const curveAxis = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step') }),
  z.object({ kind: z.literal('relative') }),
  z.object({ kind: z.literal('wall') }),
  z.object({ kind: z.literal('metric'), key }),
]);

export const runComparisonContract = defineArea({
  'runs.compare': {
    summary: 'Two or more runs side by side: what differs, which is better by the metric’s goal',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      runs: z.array(runId).min(2).max(200),
      aggregate: metricAggregate.default('last'),
    }),
    output: z.object({
      runs: z.array(runRow),
      aggregate: metricAggregate,
      parameters: z.array(textRow),
      /** Without those of MLflow's own, which are facts of the run. */
      tags: z.array(textRow),
      metrics: z.array(
        z.object({
          name: z.string(),
          goal: metricGoal.nullable(),
          /** Null where a run has no such metric. */
          values: z.array(metricValue.nullable()),
          /** Null where one of the two is not finite. Value − first run's value. */
          deltas: z.array(z.number().nullable()),
          judgements: z.array(z.enum(['better', 'worse', 'same', 'unjudged', 'missing'])),
          /** Positions of the best and worst runs; empty without a goal or when all are equal. */
          best: z.array(z.number()),
          worst: z.array(z.number()),
          differs: z.boolean(),
        }),
      ),
      facts: z.array(textRow),
      datasets: z.array(z.array(runDataset)),
      /** What was recorded of the machines: operating system, processor, GPUs, driver, CUDA, Python. */
      environment: z.array(textRow),
      /** Packages by name, as the runs left lists of them. */
      packages: z.array(textRow),
      /** One a run: whether it left a list of its packages. One without differs from none. */
      packagesKnown: z.array(z.boolean()),
      code: z.array(textRow),
      /** One a run: the artifact with the changes that were not in the commit. */
      patches: z.array(z.string().nullable()),
    }),
  },
  'runs.curveKeys': {
    summary: 'Metrics of runs that are curves, with their lengths',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ runs: z.array(runId).min(1).max(mostRuns) }),
    /** `mostPoints`: of the run that has most. */
    output: z.array(z.object({ key: z.string(), runs: z.number(), mostPoints: z.number() })),
  },
  'runs.curves': {
    summary: 'Metric curves in a window of x, with every spike at every zoom',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      runs: z.array(runId).min(1).max(1000),
      keys: z.array(key).min(1).max(20),
      x: curveAxis.default({ kind: 'step' }),
      /** All of it unless said otherwise. */
      window: z.object({ from: z.number(), to: z.number() }).optional(),
      /** Pixel columns; of each come at most the first, the lowest, the highest and the last point, and a gap. */
      width: z.number().int().min(1).max(10_000).default(1000),
      xScale: scaleOrLinear,
      yScale: scaleOrLinear,
      smoothing: z
        .object({
          name: z.enum(['exponential', 'time_weighted', 'gaussian', 'running_mean', 'lowess']),
          /** In the unit of the method: see `smoothings`. */
          amount: z.number().min(0).max(1000),
        })
        .nullable()
        .default(null),
    }),
    /** With what was asked, so that an answer is drawn on its own axes. */
    output: curvesAnswer.extend({ x: curveAxis, xScale: scale, yScale: scale }),
  },
  'runs.groups': {
    summary: 'Runs in groups: a metric’s mean with its interval, and whether the differences are real',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      runs: z.array(runId).min(2).max(mostRuns),
      by: groupingColumns,
      metric: key,
      aggregate: metricAggregate.default('best'),
      /** A column that matches runs of two groups, such as `params.seed`: they are compared in pairs. */
      pairBy: key.optional(),
      /** A group that all others are compared with; every pair unless said otherwise. */
      reference: z.string().optional(),
      question: z.enum(['means', 'ranks']).default('means'),
      level: z.number().min(0.5).max(0.999).default(0.95),
      seed,
    }),
    output: groupComparison.extend({
      metric: z.string(),
      by: z.string(),
      aggregate: metricAggregate,
      goal: metricGoal.nullable(),
      /** In the order of `groups`. */
      members: z.array(
        z.object({
          runs: z.array(z.string()),
          values: z.array(z.number().nullable()),
          box: boxPlot.nullable(),
        }),
      ),
      /** One sentence a difference, in the order of `differences`. */
      sentences: z.array(z.string()),
      /** Why runs are not compared in pairs although `pairBy` was given; null where they are. */
      pairing: z.string().nullable(),
    }),
  },
  'runs.scatter': {
    summary: 'Two columns of runs against each other, with the trend and the runs that no other beats',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      runs: z.array(runId).min(1).max(mostRuns),
      /** `params.NAME`, `metrics.NAME`, `tags.NAME`, `duration` (seconds) or `started`. */
      x: key,
      y: key,
      /** A third column, by which points are coloured: numbers or texts. */
      color: key.optional(),
      aggregate: metricAggregate.default('best'),
      xScale: scaleOrLinear,
      yScale: scaleOrLinear,
    }),
    output: z.object({
      /** What was asked, so that an answer is drawn on its own axes. */
      ...{ x: key, y: key, color: key.optional(), xScale: scale, yScale: scale },
      points: z.array(
        z.object({ runId: z.string(), name: z.string(), x: z.number(), y: z.number(), color: cell }),
      ),
      /** Runs without a number in one of the columns, or none that a logarithmic axis has a place for. */
      leftOut: z.number().int(),
      /** Runs that cannot be improved in one metric without losing in the other; null where the columns have no goals. */
      front: z.array(z.string()).nullable(),
      goals: z.object({
        x: metricGoal.nullable(),
        y: metricGoal.nullable(),
        color: metricGoal.nullable(),
      }),
      /** A straight line on the chosen axes; its band is in the columns' own units. */
      trend: linearTrend.nullable(),
    }),
  },
  'runs.surface': {
    summary: 'A metric over two columns of runs: means of cells, a smooth field, contour lines',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      runs: z.array(runId).min(1).max(mostRuns),
      /** As in `runs.scatter`. */
      x: key,
      y: key,
      metric: key,
      aggregate: metricAggregate.default('best'),
      xScale: scaleOrLinear,
      yScale: scaleOrLinear,
      /** Along each axis. */
      cells: z.number().int().min(2).max(60).default(16),
    }),
    /** With what was asked, so that an answer is drawn on its own axes. */
    output: runSurface.extend({ x: key, y: key, metric: key, xScale: scale, yScale: scale }),
  },
  'runs.chartColumns': {
    summary: 'Columns of these runs that a chart can show, with how much they vary',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ runs: z.array(runId).min(1).max(mostRuns) }),
    output: z.object({
      columns: z.array(
        z.object({
          /** `metrics.NAME`, `params.NAME`, `tags.NAME`, or a fact: `dataset`, `experiment`, `status`, `duration`, `started`. */
          key: z.string(),
          label: z.string(),
          of: z.enum(['metric', 'parameter', 'tag', 'fact']),
          kind: z.enum(['number', 'text']),
          /** Runs that have a value. */
          present: z.number().int(),
          /** Different values among them; of a metric as many as there are runs with it, or 1 where its last value is the same in all. */
          distinct: z.number().int(),
          goal: metricGoal.nullable(),
        }),
      ),
    }),
  },
  'runs.columns': {
    summary: 'Whole columns of given runs, for charts of all of them',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      runs: z.array(runId).min(1).max(mostRuns),
      columns: z.array(key).min(1).max(60),
      aggregate: metricAggregate.default('best'),
    }),
    output: z.object({
      runs: z.array(z.object({ id: z.string(), name: z.string() })),
      /** One value a run; null where it has none, or no finite one of a metric. */
      columns: z.array(z.object({ key: z.string(), values: z.array(cell) })),
    }),
  },
  'runs.importance': {
    summary: 'Which parameters a metric depends on over these runs, and how sure that is',
    scope: 'project',
    changes: false,
    long: true,
    input: z.object({
      runs: z.array(runId).min(2).max(5000),
      metric: key,
      aggregate: metricAggregate.default('best'),
      repeats: z.number().int().min(1).max(20).optional(),
      seed,
    }),
    output: importanceReport,
  },
});
