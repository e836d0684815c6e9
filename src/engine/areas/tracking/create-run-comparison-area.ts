import type { runComparisonContract } from '../../../shared/contract/run-comparison.ts';
import { EngineError } from '../../../shared/errors.ts';
import { compareRuns, type MetricComparison } from '../../../shared/model/compare.ts';
import {
  aggregateOf,
  type MetricAggregate,
  notFiniteOf,
} from '../../../shared/model/comparison/metric-aggregate.ts';
import { formatDuration } from '../../../shared/model/format.ts';
import { type MetricGoal, metricGoalOf } from '../../../shared/model/metric-goal.ts';
import type { RunRow } from '../../../shared/model/run.ts';
import { parameterImportance } from '../../core/comparison/parameter-importance.ts';
import type { CallContext, Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { metricLengths } from '../../store/metric-columns.ts';
import { type EndsByRun, metricEndsOf } from '../../store/metric-ends.ts';
import { runNumbersById } from '../../store/run-number.ts';
import { runRowsOf } from '../../store/run-rows.ts';
import { datasetsOf } from '../../store/runs.ts';
import { chartColumns } from './chart-columns.ts';
import { compareOrigins, textRow } from './compare-origins.ts';
import { compareRunGroups } from './compare-run-groups.ts';
import type { CurveRequest } from './curves/create-curve-cache.ts';
import { createCurveWorkerClient } from './curves/curve-worker-client.ts';
import { namedRun } from './named-run.ts';
import { createRunTable } from './run-table.ts';
import { scatterRuns } from './scatter-runs.ts';
import { surfaceOfRuns } from './surface-of-runs.ts';

type Services = Pick<ProjectServices, 'store' | 'objects' | 'settings' | 'children' | 'logger' | 'paths'>;

/** Runs beside each other: differences, curves, groups, what a metric depends on. Nothing here writes. */
export const createRunComparisonArea = (services: Services) => {
  const { store, objects, settings } = services;
  const { reader } = store;
  const curves = createCurveWorkerClient(services);

  /** The order they were named in, each once. Thousands of whole ids cost one query. */
  const idsOf = (references: readonly string[]): string[] => {
    const whole = runNumbersById(reader, references);
    return [
      ...new Set(
        references.map((reference) => (whole.has(reference) ? reference : namedRun(reader, reference).id)),
      ),
    ];
  };

  const goals = (): ((metric: string) => MetricGoal | null) => {
    const { metricGoals } = settings.read();
    return (metric) => metricGoalOf(metric, metricGoals);
  };

  const tableOf = (references: readonly string[], aggregate: MetricAggregate) => {
    const goalOf = goals();
    return { goalOf, table: createRunTable({ reader, ids: idsOf(references), aggregate, goalOf }) };
  };

  const handlers = {
    'runs.compare': async ({ runs: references, aggregate }) => {
      const rows = runRowsOf(reader, idsOf(references));
      if (rows.length < 2)
        throw new EngineError('invalid-input', 'These are all the same run; name two different ones.');
      const ids = rows.map(({ id }) => id);
      const ends = metricEndsOf(reader, ids, null);
      const goalOf = goals();
      const comparison = compareRuns({
        runs: rows.map(({ id, parameters }) => ({
          id,
          parameters,
          metrics: Object.fromEntries(
            Object.entries(ends.get(id) ?? {}).map(([metric, each]) => [
              metric,
              aggregateOf(each, aggregate, goalOf(metric)),
            ]),
          ),
        })),
        goals: settings.read().metricGoals,
      });
      return {
        runs: rows,
        aggregate,
        parameters: comparison.parameters.map(({ values, ...rest }) => ({
          ...rest,
          values: values.map((value) => (value === undefined || value === null ? null : String(value))),
        })),
        metrics: comparison.metrics.map((metric) => ({
          ...metric,
          ...shownValues(metric, ids, ends, aggregate),
          deltas: [...metric.deltas],
          judgements: [...metric.judgements],
          best: [...metric.best],
          worst: [...metric.worst],
        })),
        tags: tagsOf(rows),
        facts: factsOf(rows),
        datasets: ids.map((id) => datasetsOf(reader, id)),
        ...(await compareOrigins(reader, objects, ids)),
      };
    },

    'runs.curveKeys': ({ runs: references }) =>
      metricLengths(reader, idsOf(references)).flatMap(({ key, runs, mostPoints }) =>
        mostPoints > 1 ? [{ key, runs, mostPoints }] : [],
      ),

    'runs.curves': async (
      { runs: references, keys, x, window, width, xScale, yScale, smoothing },
      context?: CallContext,
    ) => {
      const rows = runRowsOf(reader, idsOf(references));
      const answer = await curves.read(
        {
          curves: rows.flatMap(({ id: runId, startedAtMs }) =>
            keys.map(
              (key): CurveRequest => ({
                ...{ runId, key, smoothing, yScale },
                axis: x.kind === 'relative' ? { kind: 'relative', originMs: startedAtMs } : x,
              }),
            ),
          ),
          window: window ?? null,
          ...{ width, xScale },
        },
        context,
      );
      return { ...answer, x, xScale, yScale };
    },

    'runs.groups': ({ runs: references, ...request }) => {
      const { table, goalOf } = tableOf(references, request.aggregate);
      return compareRunGroups(table, { ...request, goal: goalOf(request.metric) });
    },

    'runs.scatter': ({ runs: references, aggregate, ...request }) => {
      const { table, goalOf } = tableOf(references, aggregate);
      return scatterRuns(table, { ...request, goalOf });
    },

    'runs.surface': ({ runs: references, aggregate, ...request }) => {
      const { table, goalOf } = tableOf(references, aggregate);
      return surfaceOfRuns(table, { ...request, goal: goalOf(request.metric) });
    },

    'runs.chartColumns': ({ runs: references }) => {
      const { table, goalOf } = tableOf(references, 'last');
      return { columns: chartColumns(reader, table, goalOf) };
    },

    'runs.columns': ({ runs: references, columns, aggregate }) => {
      const { table } = tableOf(references, aggregate);
      return { runs: table.runs(), columns: columns.map((key) => ({ key, values: table.cells(key) })) };
    },

    'runs.importance': async ({ runs: references, metric, aggregate, repeats, seed }, context) => {
      const { table } = tableOf(references, aggregate);
      const rows = runRowsOf(reader, table.ids);
      const names = [...new Set(rows.flatMap(({ parameters }) => Object.keys(parameters)))].sort();
      return parameterImportance({
        parameters: names.map((name) => ({
          name,
          values: rows.map(({ parameters }) => parameters[name] ?? null),
        })),
        metric: table.metric(metric),
        ...(repeats !== undefined && { repeats }),
        seed,
        signal: context.signal,
        onProgress: (share) =>
          context.progress({ phase: 'Shuffling parameters', completed: Math.round(share * 100), total: 100 }),
      });
    },
  } satisfies Handlers<typeof runComparisonContract>;
  return { handlers, close: curves.close };
};

/** What is not finite is no ground for a judgement, but it is there to be seen. */
const shownValues = (
  { name, goal, values }: MetricComparison,
  ids: readonly string[],
  ends: EndsByRun,
  aggregate: MetricAggregate,
) => {
  const shown = values.map(
    (value, index) => value ?? notFiniteOf(ends.get(ids[index] ?? '')?.[name], aggregate, goal),
  );
  return { values: shown, differs: new Set(shown).size > 1 };
};

const tagsOf = (rows: readonly RunRow[]) =>
  [...new Set(rows.flatMap(({ tags }) => Object.keys(tags)))]
    .filter((name) => !name.startsWith('mlflow.'))
    .sort()
    .map((name) =>
      textRow(
        name,
        rows.map(({ tags }) => tags[name]),
      ),
    )
    .sort((one, other) => Number(other.differs) - Number(one.differs));

const factsOf = (rows: readonly RunRow[]) => [
  textRow(
    'experiment',
    rows.map(({ experiment }) => experiment),
  ),
  textRow(
    'dataset',
    rows.map(({ dataset }) => dataset),
  ),
  textRow(
    'status',
    rows.map(({ status }) => status),
  ),
  textRow(
    'duration',
    rows.map(({ durationMs }) => (durationMs === null ? null : formatDuration(durationMs))),
  ),
];
