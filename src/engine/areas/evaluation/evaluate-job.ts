import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { EngineError } from '../../../shared/errors.ts';
import { encodeCells } from '../../../shared/model/encode-cells.ts';
import { readPredictions } from '../../../shared/model/read-predictions.ts';
import type { Signature } from '../../../shared/model/signature.ts';
import { encodeTruth } from '../../core/evaluation/encode-truth.ts';
import { type EvaluationInput, evaluate } from '../../core/evaluation/evaluate.ts';
import type { Column } from '../../core/table.ts';
import type { DataSource } from '../../ports/data-engine.ts';
import type { JobProgram, JobTools } from '../../ports/job-definition.ts';
import type { EvaluationSummary } from './evaluation-summary.ts';
import { headline } from './headline.ts';

export interface EvaluateJobInput {
  readonly evaluationId: string;
  /** Path of the ONNX file, its digest checked when the job was queued. */
  readonly model: string;
  readonly signature: Signature;
  /** Has the target and every column that the model needs. */
  readonly source: DataSource;
  /** Whether the model learned from this very file. */
  readonly isTrainingData: boolean;
  readonly seed: number;
}

export interface EvaluateJobOutput {
  /** In the staging folder. */
  readonly reportFile: string;
  readonly summary: EvaluationSummary;
}

const chunkRows = 8192;

const trainingDataNote =
  'The model was trained on these data and knows most of the rows, so the figures flatter it. Those of the rows it held out stand with its run.';

/** Predicts every row of a dataset with a model as it is served, and scores the predictions against the target column. */
export const runEvaluateJob: JobProgram<EvaluateJobInput, EvaluateJobOutput> = async (input, tools) => {
  const truth = await readTruth(input, tools);
  const predicted = await predictAll(input, tools);
  tools.progress({ phase: 'Scoring, with bootstrap intervals' });
  const scored = await evaluate(evaluationInput({ input, truth, predicted, tools }));
  const report = input.isTrainingData ? { ...scored, notes: [trainingDataNote, ...scored.notes] } : scored;
  await writeFile(join(tools.stagingFolder, 'report.json'), JSON.stringify(report));
  return { reportFile: 'report.json', summary: { rowCount: truthLength(truth), metric: headline(report) } };
};

type Tools = JobTools<never>;

const readTruth = async ({ signature, source }: EvaluateJobInput, tools: Tools): Promise<Column> => {
  const column = source.columns.find(({ name }) => name === signature.target);
  const asText = signature.task !== 'regression' && (column?.type === 'text' || column?.type === 'boolean');
  const table = await tools.data.loadTable(
    { source, columns: [{ name: signature.target, as: asText ? 'category' : 'number' }] },
    { signal: tools.signal, progress: tools.progress },
  );
  const [loaded] = table.columns;
  if (loaded === undefined)
    throw new EngineError('internal', `The column “${signature.target}” was not read.`);
  return loaded;
};

const truthLength = (column: Column): number =>
  column.kind === 'number' ? column.values.length : column.codes.length;

interface Predicted {
  readonly probabilities: number[];
  readonly values: number[];
}

const predictAll = async (
  { model, signature, source }: EvaluateJobInput,
  tools: Tools,
): Promise<Predicted> => {
  const names = signature.inputs.map(({ name }) => name);
  const loaded = await tools.models.load(model);
  const predicted: Predicted = { probabilities: [], values: [] };
  try {
    for await (const { offset, rows } of tools.data.chunks(
      { source, columns: names, chunkRows },
      { signal: tools.signal },
    )) {
      tools.signal.throwIfAborted();
      const encoded = encodeCells({ signature, positions: names.map((_, index) => index), rows });
      for (const [column, count] of encoded.unreadable)
        tools.log(`${column}: ${count} values were not of its kind and were taken as missing.`);
      const { values, probabilities } = readPredictions({
        signature,
        rowCount: rows.length,
        outputs: await loaded.run(encoded.columns),
      });
      if (signature.task === 'regression') for (const value of values) predicted.values.push(Number(value));
      else
        for (const probability of Array.from(probabilities ?? [])) predicted.probabilities.push(probability);
      tools.progress({ phase: 'Predicting', completed: offset + rows.length });
    }
  } finally {
    await loaded.close();
  }
  return predicted;
};

const evaluationInput = (call: {
  input: EvaluateJobInput;
  truth: Column;
  predicted: Predicted;
  tools: Tools;
}): EvaluationInput => {
  const { input, truth, predicted, tools } = call;
  const { task, classes } = input.signature;
  const checkpoint = async (): Promise<void> => {
    await setImmediate();
    tools.signal.throwIfAborted();
  };
  const common = { seed: input.seed, checkpoint };
  if (task !== 'regression') {
    if (predicted.probabilities.length === 0) {
      throw new EngineError(
        'model-invalid',
        'The model gives no probabilities, so it cannot be evaluated as a classifier.',
      );
    }
    return {
      ...common,
      task,
      classes,
      truth: encodeTruth({ column: truth, classes }),
      probabilities: predicted.probabilities,
    };
  }
  if (truth.kind !== 'number')
    throw new EngineError(
      'invalid-input',
      `The column “${input.signature.target}” holds text, but the model predicts numbers.`,
    );
  return { ...common, task, truth: truth.values, values: predicted.values };
};
