import { join } from 'node:path';
import type { evaluationContract } from '../../../shared/contract/evaluation.ts';
import { EngineError } from '../../../shared/errors.ts';
import type { EvaluationReport } from '../../../shared/model/evaluation-report.ts';
import type { Signature } from '../../../shared/model/signature.ts';
import type { Handlers } from '../../ports/call.ts';
import type { DataSource } from '../../ports/data-engine.ts';
import type { JobDefinition } from '../../ports/job-definition.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import { resolveDataSource } from '../../store/dataset-source.ts';
import * as evaluations from '../../store/evaluations.ts';
import { resolveOnnxModel } from '../../store/registry.ts';
import { artifactsOf, datasetsOf, findRun } from '../../store/runs.ts';
import type { EvaluateJobInput, EvaluateJobOutput } from './evaluate-job.ts';
import type { EvaluationSummary } from './evaluation-summary.ts';

type Services = Pick<ProjectServices, 'store' | 'objects' | 'jobs' | 'clock' | 'ids' | 'paths'>;

/** Fixed, so that the same model on the same data gives the same intervals. */
const bootstrapSeed = 1;

/** What is to be evaluated, found. */
interface Subject {
  readonly runId: string;
  readonly title: string;
  readonly modelName: string | null;
  readonly modelVersion: number | null;
  readonly digest: string;
  readonly signature: Signature;
}

/** Scores models on held-out data, with intervals. */
export const createEvaluationArea = ({ store, objects, jobs, clock, ids, paths }: Services) => {
  const { reader } = store;

  const ofRun = (reference: string): Subject => {
    const run = findRun(reader, reference);
    if (run === undefined)
      throw new EngineError('not-found', `There is no run “${reference}”, or more than one begins so.`);
    const model = artifactsOf(reader, run.id).find(({ path }) => path === 'model/model.onnx');
    if (model === undefined || run.signature_json === null) {
      throw new EngineError(
        'conflict',
        `The run “${run.name}” has no model${run.status === 'running' ? ' yet' : ''}, so there is nothing to evaluate.`,
      );
    }
    if (model.digest === null)
      throw new EngineError(
        'conflict',
        `The run “${run.name}” is read in place, and its model is none of this project’s. Import its source to evaluate it.`,
      );
    return {
      runId: run.id,
      title: run.name,
      modelName: null,
      modelVersion: null,
      digest: model.digest,
      signature: JSON.parse(run.signature_json) as Signature,
    };
  };

  const ofModel = (reference: string): Subject => {
    const { name, version, runId, digest, signature } = resolveOnnxModel(reader, reference);
    if (signature === null || runId === null) {
      throw new EngineError(
        'conflict',
        `${name}/${version} was imported without a run or a signature, so its target is not known and it cannot be evaluated.`,
      );
    }
    return { runId, title: `${name}/${version}`, modelName: name, modelVersion: version, digest, signature };
  };

  const describe = (record: evaluations.EvaluationRecord) => ({
    id: record.id,
    runId: record.runId,
    runName: record.runName,
    model: record.modelName === null ? null : `${record.modelName}/${record.modelVersion}`,
    modelDigest: record.modelDigest,
    dataset:
      record.datasetVersion === null ? record.datasetName : `${record.datasetName}@${record.datasetVersion}`,
    datasetDigest: record.datasetDigest,
    createdAtMs: record.createdAtMs,
    ...(JSON.parse(record.summaryJson) as EvaluationSummary),
  });

  const handlers = {
    'evaluations.start': async ({ subject: wanted, dataset: reference }) => {
      const subject = 'run' in wanted ? ofRun(wanted.run) : ofModel(wanted.model);
      const dataset = await resolveDataSource({ reader, objects, paths }, reference);
      const evaluationId = ids.next();
      const datasetTitle = `${dataset.name}@${dataset.version}`;
      requireColumns(subject.signature, dataset.source, datasetTitle);
      const input: EvaluateJobInput = {
        evaluationId,
        model: await objects.verified(subject.digest),
        signature: subject.signature,
        source: dataset.source,
        isTrainingData: datasetsOf(reader, subject.runId).some(
          ({ role, digest }) => role === 'training' && digest === dataset.digest,
        ),
        seed: bootstrapSeed,
      };
      const { jobId } = jobs.enqueue({
        kind: 'evaluate',
        title: `Evaluate ${subject.title} on ${datasetTitle}`,
        input,
        subject: { type: 'evaluation', id: evaluationId },
        together: (writer, id) =>
          evaluations.insertEvaluation(writer, {
            id: evaluationId,
            runId: subject.runId,
            modelName: subject.modelName,
            modelVersion: subject.modelVersion,
            modelDigest: subject.digest,
            datasetName: dataset.name,
            datasetVersion: dataset.version,
            datasetDigest: dataset.digest,
            createdAtMs: clock.nowMs(),
            jobId: id,
          }),
      });
      return { jobId, evaluationId };
    },

    'evaluations.list': ({ run, limit }) => {
      const runId = run === undefined ? null : (findRun(reader, run)?.id ?? run);
      return evaluations.listEvaluations(reader, { runId, limit }).map(describe);
    },

    'evaluations.get': async ({ evaluation }) => {
      const record = evaluations.findEvaluation(reader, evaluation);
      if (record === undefined)
        throw new EngineError('not-found', `There is no finished evaluation “${evaluation}”.`);
      return {
        ...describe(record),
        report: JSON.parse(
          new TextDecoder().decode(await objects.read(record.reportDigest)),
        ) as EvaluationReport,
      };
    },
  } satisfies Handlers<typeof evaluationContract>;

  const definition: JobDefinition<EvaluateJobInput, EvaluateJobOutput> = {
    kind: 'evaluate',
    finish: async ({ input, stagingFolder }, output) => {
      const { digest } = await objects.adopt(join(stagingFolder, output.reportFile));
      return (writer) =>
        evaluations.finishEvaluation(writer, input.evaluationId, {
          summaryJson: JSON.stringify(output.summary),
          reportDigest: digest,
        });
    },
    changes: ({ input }) => [
      { topic: 'evaluations', ids: [input.evaluationId] },
      { topic: 'runs', ids: [] },
      { topic: 'models', ids: [] },
    ],
  };
  return { handlers, jobDefinitions: [definition] };
};

const requireColumns = ({ target, inputs }: Signature, { columns }: DataSource, dataset: string): void => {
  const known = new Set(columns.map(({ name }) => name));
  if (!known.has(target)) {
    throw new EngineError(
      'invalid-input',
      `“${dataset}” has no column “${target}”, which the model predicts; without it there is nothing to compare with.`,
      { details: { column: target } },
    );
  }
  const missing = inputs.map(({ name }) => name).filter((name) => !known.has(name));
  if (missing.length === 0) return;
  throw new EngineError(
    'invalid-input',
    `“${dataset}” has no column ${missing.map((name) => `“${name}”`).join(', ')}, which the model needs.`,
    { details: { columns: missing } },
  );
};
