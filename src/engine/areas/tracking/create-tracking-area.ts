import type { trackingContract } from '../../../shared/contract/tracking.ts';
import { EngineError } from '../../../shared/errors.ts';
import { thinPoints } from '../../core/series/thin-points.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { listExperiments } from '../../store/experiments.ts';
import { historyOf, metricKeysOf, readValue } from '../../store/run-metrics.ts';
import { runOriginsOf } from '../../store/run-origins.ts';
import type * as runs from '../../store/runs.ts';
import { namedRun } from './named-run.ts';
import { readEnvironments } from './read-environments.ts';
import { readRunDetail } from './read-run-detail.ts';

type Services = Pick<ProjectServices, 'store' | 'objects' | 'changed' | 'settings'>;

/**
 * Experiments and runs: details and histories. Their files are in create-run-artifacts-area.ts, tables of runs in create-run-lists-area.ts,
 * what people change of runs in create-run-edits-area.ts. What writes runs are jobs and tracking clients.
 */
export const createTrackingArea = ({ store, objects, changed, settings }: Services) => {
  const { reader } = store;

  const runOf = (reference: string): runs.RunRecord => namedRun(reader, reference);

  const handlers = {
    'experiments.list': () =>
      listExperiments(reader).map((experiment) => ({ ...experiment, id: String(experiment.id) })),

    'runs.get': ({ run }) => readRunDetail(reader, runOf(run)),

    'runs.environment': async ({ run }) => {
      const [environment] = await readEnvironments(reader, objects, runOriginsOf(reader, [runOf(run).id]));
      if (environment === undefined) throw new EngineError('not-found', `There is no run “${run}”.`);
      return environment;
    },

    'runs.history': ({ runs: references, keys, maxPoints }) =>
      references.flatMap((reference) => {
        const { id } = runOf(reference);
        return (keys ?? metricKeysOf(reader, id)).map((key) => {
          const points = historyOf(reader, id, key).map((row) => ({
            step: row.step,
            value: readValue(row),
            timestampMs: row.timestamp_ms,
          }));
          return { runId: id, key, points: thinPoints(points, maxPoints), totalPoints: points.length };
        });
      }),

    'metrics.setGoal': ({ metric, goal }) => {
      settings.setMetricGoal(metric, goal);
      changed('runs', []);
      return {};
    },
  } satisfies Handlers<typeof trackingContract>;
  return { handlers };
};
