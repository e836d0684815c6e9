import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';
import type { Signature, Task } from '../../../shared/model/signature.ts';
import { describeSignature } from '../../core/learning/describe-signature.ts';
import { learnerNamed } from '../../core/learning/learner.ts';
import { LearningError } from '../../core/learning/learning-error.ts';
import { splitRows } from '../../core/learning/split.ts';
import { inferTask, readTarget } from '../../core/learning/target.ts';
import type { FittedModel, RoundReport } from '../../core/learning/types.ts';
import type { Table } from '../../core/table.ts';
import type { JobProgram, JobTools } from '../../ports/job-definition.ts';
import { checkExportedModel } from './check-exported-model.ts';
import { readCodeState } from './code-state.ts';
import { holdoutMetrics } from './holdout-metrics.ts';
import type { TrainEmission, TrainJobInput, TrainJobOutput } from './train-job-types.ts';
import { defaultSplit, splitMethodOf, splitText } from './training-plan.ts';

/** Share of the training rows that early stopping watches. */
const stoppingShare = 0.15;

/** Trains one model: reads the data, divides it, fits, measures on the held-out part, writes one ONNX file and proves it. */
export const runTrainJob: JobProgram<TrainJobInput, TrainJobOutput, TrainEmission> = async (input, tools) => {
  try {
    return await train(input, tools);
  } catch (thrown) {
    if (thrown instanceof LearningError)
      throw new EngineError('invalid-input', thrown.message, { details: { reason: thrown.code } });
    throw thrown;
  }
};

const train = async (input: TrainJobInput, tools: JobTools<TrainEmission>): Promise<TrainJobOutput> => {
  tools.progress({ phase: `Reading ${input.datasetTitle}` });
  const code = await readCodeState(input.projectFolder);
  const table = await readTable(input, tools);
  const task = taskOf(table, input.target);
  const { values } = readTarget({ table, target: input.target, task });
  const known = Int32Array.from(values.keys()).filter((row) => !Number.isNaN(values[row]));
  const split = input.split ?? defaultSplit(task);
  const rows = splitRows({
    table,
    method: splitMethodOf(split, input.target),
    testFraction: split.testShare,
    seed: input.seed,
    rows: known,
  });
  tools.log(
    `${task}: ${rows.train.length} rows to learn from, ${rows.test.length} held out (${splitText(split)}), ${table.rowCount - known.length} without a target left out`,
  );

  const model = await fitModel({ input, table, task, rows, tools });
  tools.progress({ phase: 'Measuring on the held-out rows' });
  const metrics = await holdoutMetrics({
    model,
    table,
    target: input.target,
    rows: rows.test,
    seed: input.seed,
  });
  const signature = describeSignature({
    table,
    rows: rows.train,
    model,
    types: Object.fromEntries(input.inputs.map(({ name, type }) => [name, type])),
  });

  tools.progress({ phase: 'Writing the ONNX model' });
  const bytes = model.toOnnx({
    signature,
    // Not the run: the same data, parameters and seed give the same bytes.
    metadata: { 'modelyard.dataset': input.datasetDigest },
  });
  const files = await writeFiles({ input, model, signature, bytes, tools });
  await checkExportedModel({
    file: files.model,
    model,
    table,
    rows: rows.test,
    signature,
    runtime: tools.models,
  });
  const patch = await writePatch(code?.patch ?? '', tools.stagingFolder);
  return {
    task,
    classes: model.classes,
    signature,
    split,
    metrics,
    rows: { train: rows.train.length, test: rows.test.length, dropped: table.rowCount - known.length },
    importance: model.importance,
    artifacts: [...files.artifacts, ...patch],
    code:
      code === null
        ? null
        : {
            commit: code.commit,
            branch: code.branch,
            remote: code.remote,
            isDirty: code.isDirty,
            patchArtifact: patch[0]?.path ?? null,
          },
    environment: environmentOf(tools),
  };
};

const readTable = (input: TrainJobInput, tools: JobTools<TrainEmission>): Promise<Table> => {
  const target = input.source.columns.find(({ name }) => name === input.target);
  const isTextTarget = target?.type === 'text' || target?.type === 'boolean';
  const splitColumn = input.split !== null && 'column' in input.split ? input.split.column : null;
  const columns = new Map(
    input.inputs.map(({ name, type }) => [
      name,
      type === 'string' ? ('category' as const) : ('number' as const),
    ]),
  );
  columns.set(input.target, isTextTarget ? 'category' : 'number');
  if (splitColumn !== null && !columns.has(splitColumn)) {
    columns.set(
      splitColumn,
      input.source.columns.find(({ name }) => name === splitColumn)?.type === 'text' ? 'category' : 'number',
    );
  }
  return tools.data.loadTable(
    { source: input.source, columns: [...columns].map(([name, as]) => ({ name, as })) },
    { signal: tools.signal, progress: tools.progress },
  );
};

const taskOf = (table: Table, target: string): Task => {
  const column = table.columns.find(({ name }) => name === target);
  if (column === undefined) throw new EngineError('invalid-input', `There is no column “${target}”.`);
  return inferTask(column);
};

const fitModel = (call: {
  input: TrainJobInput;
  table: Table;
  task: Task;
  rows: { train: Int32Array; test: Int32Array };
  tools: JobTools<TrainEmission>;
}): Promise<FittedModel> => {
  const { input, table, task, tools } = call;
  const startedAtMs = Date.now();
  const part = stoppingPart(call);
  return learnerNamed(input.learner).fit({
    table,
    target: input.target,
    task,
    inputs: input.inputs.map(({ name }) => name),
    trainRows: part.train,
    validationRows: part.validation,
    parameters: input.parameters,
    seed: input.seed,
    signal: tools.signal,
    onRound: (report) => reportRound(report, startedAtMs, tools),
  });
};

/**
 * What each round is measured on. Rounds that are chosen by a measure (early stopping) must not be chosen on the held-out rows, or
 * these would flatter the model: then a part of the training rows is set aside for it, divided in the same way.
 */
const stoppingPart = (call: {
  input: TrainJobInput;
  table: Table;
  task: Task;
  rows: { train: Int32Array; test: Int32Array };
}): { train: Int32Array; validation: Int32Array } => {
  const { input, table, task, rows } = call;
  if (!input.parameters.early_stopping_rounds) return { train: rows.train, validation: rows.test };
  const method = splitMethodOf(input.split ?? defaultSplit(task), input.target);
  const inner = splitRows({ table, method, testFraction: stoppingShare, seed: input.seed, rows: rows.train });
  return { train: inner.train, validation: inner.test };
};

const reportRound = (
  { round, maxRounds, metrics }: RoundReport,
  startedAtMs: number,
  tools: JobTools<TrainEmission>,
): void => {
  const nowMs = Date.now();
  const [name, value] = Object.entries(metrics).find(([key]) => key === 'validation_loss') ??
    Object.entries(metrics)[0] ?? ['loss', Number.NaN];
  tools.emit({
    points: Object.entries(metrics).map(([key, figure]) => ({
      key,
      step: round,
      value: Number.isFinite(figure) ? figure : 'NaN',
      timestampMs: nowMs,
    })),
  });
  tools.progress({
    phase: 'Training',
    completed: round,
    total: maxRounds,
    remainingMs: ((nowMs - startedAtMs) / round) * (maxRounds - round),
    figure: { name, value },
  });
  if (round === 1 || round % 10 === 0 || round === maxRounds) {
    tools.log(
      `round ${round}/${maxRounds}  ${Object.entries(metrics)
        .map(([key, figure]) => `${key} ${figure.toPrecision(5)}`)
        .join('  ')}`,
    );
  }
};

const writeFiles = async (call: {
  input: TrainJobInput;
  model: FittedModel;
  signature: Signature;
  bytes: Uint8Array;
  tools: JobTools<TrainEmission>;
}) => {
  const { input, model, signature, bytes, tools } = call;
  const folder = join(tools.stagingFolder, 'model');
  await mkdir(folder, { recursive: true });
  const file = (name: string): string => join(folder, name);
  await writeFile(file('model.onnx'), bytes);
  await writeFile(file('signature.json'), `${JSON.stringify(signature, null, 2)}\n`);
  await writeFile(file('importance.json'), `${JSON.stringify(model.importance, null, 2)}\n`);
  tools.log(
    `model.onnx: ${bytes.length} bytes, SHA-256 ${createHash('sha256').update(bytes).digest('hex')}; ${model.rounds} rounds kept, seed ${input.seed}`,
  );
  return {
    model: file('model.onnx'),
    artifacts: ['model.onnx', 'signature.json', 'importance.json'].map((name) => ({
      path: `model/${name}`,
      file: join('model', name),
    })),
  };
};

const writePatch = async (
  patch: string,
  stagingFolder: string,
): Promise<{ path: string; file: string }[]> => {
  if (patch === '') return [];
  await writeFile(join(stagingFolder, 'uncommitted.patch'), patch);
  return [{ path: 'code/uncommitted.patch', file: 'uncommitted.patch' }];
};

/** What of the environment the worker knows; the machine was recorded when the run was made. */
const environmentOf = (tools: JobTools<TrainEmission>): Record<string, string> => ({
  node: process.versions.node,
  onnxruntime: tools.models.version,
});
