import { join } from 'node:path';
import type { MetricPoint } from '../../../shared/events.ts';
import type { JobDefinition } from '../../ports/job-definition.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { logPoints } from '../../store/run-metrics.ts';
import { setParameters } from '../../store/run-values.ts';
import * as runs from '../../store/runs.ts';
import type { TrainEmission, TrainJobInput, TrainJobOutput } from './train-job-types.ts';
import { splitText } from './training-plan.ts';

/** What the engine writes while a training runs and when it has ended. */
export const createTrainJobDefinition = ({
  objects,
  clock,
  publish,
  paths,
}: Pick<ProjectServices, 'objects' | 'clock' | 'publish' | 'paths'>): JobDefinition<
  TrainJobInput,
  TrainJobOutput,
  TrainEmission
> => ({
  kind: 'train',

  onStart: (writer, { input }) => runs.restartRun(writer, input.runId, clock.nowMs()),

  onEmission: (writer, { input }, { points }) => {
    logPoints(writer, input.runId, points);
    publish({ type: 'run.points', project: paths.folder, runId: input.runId, points: [...points] });
  },

  finish: async ({ input, stagingFolder }, output) => {
    const artifacts = await Promise.all(
      output.artifacts.map(async ({ path, file }) => ({
        path,
        ...(await objects.adopt(join(stagingFolder, file))),
      })),
    );
    return (writer) => {
      const { runId } = input;
      const nowMs = clock.nowMs();
      const points = Object.entries(output.metrics).map(
        ([key, value]): MetricPoint => ({ key, step: 0, value, timestampMs: nowMs }),
      );
      logPoints(writer, runId, points);
      setParameters(writer, runId, {
        split: splitText(output.split),
        test_share: String(output.split.testShare),
        task: output.task,
        train_rows: String(output.rows.train),
        test_rows: String(output.rows.test),
      });
      runs.recordRunFacts(writer, runId, {
        code: output.code,
        environment: output.environment,
        signature: output.signature,
      });
      for (const artifact of artifacts) runs.insertArtifact(writer, runId, artifact);
      runs.endRun(writer, runId, 'finished', nowMs);
    };
  },

  onFailure: (writer, { input }, { state }) =>
    runs.endRun(writer, input.runId, state === 'cancelled' ? 'killed' : 'failed', clock.nowMs()),

  changes: ({ input }) => [{ topic: 'runs', ids: [input.runId] }],
});
