import type { trainingContract } from '../../../shared/contract/training.ts';
import { EngineError } from '../../../shared/errors.ts';
import type { SplitSpecification } from '../../../shared/model/learner.ts';
import { runNameOf } from '../../../shared/model/run-name.ts';
import { learnerNamed } from '../../core/learning/learner.ts';
import { LearningError } from '../../core/learning/learning-error.ts';
import { parseParameters } from '../../core/learning/parameters.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { resolveDataSource } from '../../store/dataset-source.ts';
import { experimentIdOf } from '../../store/experiments.ts';
import { setParameters } from '../../store/run-values.ts';
import * as runs from '../../store/runs.ts';
import { createTrainJobDefinition } from './train-job-definition.ts';
import type { TrainJobInput } from './train-job-types.ts';
import {
  columnsToExclude,
  columnTypeOf,
  defaultSplit,
  guessTarget,
  guessTask,
  requireColumn,
  splitText,
} from './training-plan.ts';

type Services = Pick<
  ProjectServices,
  'store' | 'objects' | 'jobs' | 'data' | 'clock' | 'ids' | 'paths' | 'publish' | 'changed' | 'machine'
>;
type ProjectTraining = Omit<typeof trainingContract, 'training.learners'>;

/** Trains models without Python: checks a request, queues the job, and writes down what it depends on. */
export const createTrainingArea = (services: Services) => {
  const { store, objects, jobs, data, clock, ids, paths, changed, machine } = services;

  const handlers = {
    'training.suggest': async ({ dataset, target: wanted }, context) => {
      const { source, name } = await resolveDataSource({ reader: store.reader, objects, paths }, dataset);
      const profile = await data.profile(source, context);
      const target = wanted ?? guessTarget(source.columns, profile);
      requireColumn(source.columns, target, name);
      const task = guessTask(profile, target);
      return {
        target,
        task,
        split: defaultSplit(task),
        exclude: columnsToExclude(profile, target),
        learner: 'gbdt',
      };
    },

    'training.start': async (request) => {
      const dataset = await resolveDataSource({ reader: store.reader, objects, paths }, request.dataset);
      const { source } = dataset;
      const title = `${dataset.name}@${dataset.version}`;
      requireColumn(source.columns, request.target, title);
      const excluded = new Set(request.exclude ?? []);
      for (const column of [...excluded, ...columnsOf(request.split)])
        requireColumn(source.columns, column, title);
      const inputs = source.columns
        .filter(({ name }) => name !== request.target && !excluded.has(name))
        .map((column) => ({ name: column.name, type: columnTypeOf(column) }));
      if (inputs.length === 0)
        throw new EngineError(
          'invalid-input',
          `Nothing is left to learn from: “${title}” has no columns besides the target and the excluded ones.`,
        );

      const runId = ids.next();
      const parameters = checkedParameters(request.learner, request.parameters);
      const input: TrainJobInput = {
        runId,
        source,
        datasetTitle: title,
        datasetDigest: dataset.digest,
        target: request.target,
        inputs,
        learner: request.learner,
        parameters,
        split: request.split ?? null,
        seed: request.seed,
        projectFolder: paths.folder,
      };
      const environment = await machine.facts();
      const nowMs = clock.nowMs();
      const { jobId } = jobs.enqueue({
        kind: 'train',
        title: `Train ${request.learner} on ${title}`,
        input,
        subject: { type: 'run', id: runId },
        together: (writer, id) => {
          runs.insertRun(writer, {
            id: runId,
            experimentId: experimentIdOf(writer, request.experiment, nowMs),
            name: request.name ?? runNameOf(runId),
            status: 'scheduled',
            startedAtMs: nowMs,
            jobId: id,
            seed: request.seed,
            environment,
          });
          setParameters(writer, runId, {
            learner: request.learner,
            target: request.target,
            seed: String(request.seed),
            ...(request.split === undefined
              ? {}
              : { split: splitText(request.split), test_share: String(request.split.testShare) }),
            ...(excluded.size === 0 ? {} : { exclude: [...excluded].sort().join(', ') }),
            ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)])),
          });
          runs.linkDataset(writer, runId, {
            role: 'training',
            name: dataset.name,
            digest: dataset.digest,
            version: dataset.version,
          });
        },
      });
      changed('runs', [runId]);
      return { jobId, runId };
    },
  } satisfies Handlers<ProjectTraining>;
  return { handlers, jobDefinitions: [createTrainJobDefinition(services)] };
};

const columnsOf = (split: SplitSpecification | undefined): string[] =>
  split !== undefined && 'column' in split ? [split.column] : [];

const checkedParameters = (learner: string, given: Readonly<Record<string, unknown>>) => {
  try {
    return parseParameters(learnerNamed(learner).parameters, given);
  } catch (thrown) {
    if (thrown instanceof LearningError) throw new EngineError('invalid-input', thrown.message);
    throw thrown;
  }
};
