import type { EvaluationReport } from '../../../shared/model/evaluation-report.ts';
import { bootstrapResamples } from './bootstrap.ts';
import { evaluateBinary, type ReportBody } from './evaluate-binary.ts';
import { evaluateMulticlass } from './evaluate-multiclass.ts';
import { evaluateRegression } from './evaluate-regression.ts';
import { evaluationNotes } from './evaluation-notes.ts';
import type { BootstrapSettings } from './measure.ts';
import { type RowUse, usableClassRows, usableValueRows } from './usable-rows.ts';

export const evaluationMethod = { name: 'modelyard.evaluation', version: 1 } as const;

interface CommonInput {
  /** Draws the resamples and the scatter sample. The same seed gives the same report. */
  readonly seed: number;
  /** Bootstrap resamples; chosen by size unless given (`bootstrapResamples`). */
  readonly resamples?: number | undefined;
  /** Called now and then; may yield to the event loop, or throw to cancel. */
  readonly checkpoint?: (() => Promise<void>) | undefined;
}

export interface ClassificationInput extends CommonInput {
  readonly task: 'binary' | 'multiclass';
  /** Index of the true class of each row, or a code of encode-truth.ts where there is none. */
  readonly truth: ArrayLike<number>;
  /** Row-major [rows × classes], also for a binary task. */
  readonly probabilities: ArrayLike<number>;
  /** For a binary task the second is the positive one. */
  readonly classes: readonly string[];
  /** Binary: probabilities at or above it are called positive; 0.5 unless given. */
  readonly threshold?: number | undefined;
}

export interface RegressionInput extends CommonInput {
  readonly task: 'regression';
  /** NaN where missing. */
  readonly truth: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

export type EvaluationInput = ClassificationInput | RegressionInput;

const level = 0.95;

/** Scores predictions against the truth. Throws a RangeError when lengths or classes do not fit together. */
export async function evaluate(input: EvaluationInput): Promise<EvaluationReport> {
  return input.task === 'regression' ? evaluateValues(input) : evaluateClasses(input);
}

async function evaluateValues(input: RegressionInput): Promise<EvaluationReport> {
  const { truth, values } = input;
  if (truth.length !== values.length) {
    throw new RangeError(`${truth.length} true values, but ${values.length} predictions`);
  }
  const { rows, use } = usableValueRows({ truth, values });
  const sample = {
    truth: Float64Array.from(rows, (row) => truth[row]!),
    predicted: Float64Array.from(rows, (row) => values[row]!),
  };
  const bootstrap = bootstrapSettings({ input, rowCount: rows.length, passes: 1 });
  return report({ input, use, bootstrap, body: await evaluateRegression({ sample, bootstrap }) });
}

async function evaluateClasses(input: ClassificationInput): Promise<EvaluationReport> {
  const { truth, probabilities, classes } = input;
  const classCount = classes.length;
  if (classCount < 2 || (input.task === 'binary' && classCount !== 2)) {
    throw new RangeError(`A ${input.task} task cannot have ${classCount} classes`);
  }
  if (truth.length * classCount !== probabilities.length) {
    throw new RangeError(
      `${truth.length} rows × ${classCount} classes, but ${probabilities.length} probabilities`,
    );
  }
  const { rows, use } = usableClassRows({ truth, probabilities, classCount });
  const usedTruth = Int32Array.from(rows, (row) => truth[row]!);
  const passes = input.task === 'binary' ? 1 : classCount;
  const bootstrap = bootstrapSettings({ input, rowCount: rows.length, passes });
  const body =
    input.task === 'binary'
      ? await evaluateBinary({
          truth: usedTruth,
          scores: Float64Array.from(rows, (row) => probabilities[row * 2 + 1]!),
          classes,
          threshold: input.threshold ?? 0.5,
          bootstrap,
        })
      : await evaluateMulticlass({
          truth: usedTruth,
          probabilities: selectedRows({ rows, probabilities, classCount }),
          classes,
          bootstrap,
        });
  return report({ input, use, bootstrap, body });
}

function selectedRows({
  rows,
  probabilities,
  classCount,
}: {
  rows: Uint32Array;
  probabilities: ArrayLike<number>;
  classCount: number;
}): Float64Array {
  const selected = new Float64Array(rows.length * classCount);
  for (let place = 0; place < rows.length; place++) {
    for (let label = 0; label < classCount; label++) {
      selected[place * classCount + label] = probabilities[rows[place]! * classCount + label]!;
    }
  }
  return selected;
}

function bootstrapSettings({
  input,
  rowCount,
  passes,
}: {
  input: EvaluationInput;
  rowCount: number;
  passes: number;
}): BootstrapSettings {
  const { seed, checkpoint, resamples = bootstrapResamples({ rowCount, passes }) } = input;
  // Without rows there is nothing to draw.
  return { seed, level, resamples: rowCount === 0 ? 0 : resamples, checkpoint };
}

function report({
  input,
  use,
  bootstrap,
  body,
}: {
  input: EvaluationInput;
  use: RowUse;
  bootstrap: BootstrapSettings;
  body: ReportBody;
}): EvaluationReport {
  return {
    method: evaluationMethod,
    task: input.task,
    rows: use,
    notes: evaluationNotes({ use, body }),
    intervals: {
      method: 'percentile bootstrap over rows',
      level,
      resamples: bootstrap.resamples,
      seed: bootstrap.seed,
    },
    ...body,
  };
}
