import type { Signature, Task } from '../../../shared/model/signature.ts';
import type { Table } from '../table.ts';

export type LearnerId = 'gbdt' | 'linear';

/** One row of the parameter table that the Train form and the command line show. */
export interface ParameterDescriptor {
  readonly name: string;
  readonly type: 'integer' | 'number';
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly explanation: string;
}

/** Every parameter of the learner, defaults filled in. */
export type ParameterValues = Readonly<Record<string, number>>;

/** What is known after one boosting round, or one iteration of the linear solver. */
export interface RoundReport {
  /** From 1. */
  readonly round: number;
  /** How many rounds were asked for; fewer may be needed. */
  readonly maxRounds: number;
  /**
   * `train_loss` always, `validation_loss` if there are validation rows (mean log loss, or mean squared error for regression), and beside
   * it `validation_accuracy` or `validation_rmse`.
   */
  readonly metrics: Readonly<Record<string, number>>;
}

export interface FitRequest {
  readonly table: Table;
  readonly target: string;
  readonly task: Task;
  /** Columns to learn from; by default every column but the target. */
  readonly inputs?: readonly string[];
  /** Row indices; rows whose target is missing are left out and counted. */
  readonly trainRows: Int32Array;
  readonly validationRows?: Int32Array;
  /** As typed or stored; validated, and defaults filled in. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** Awaited after every round, so that a slow listener slows the fit instead of flooding. */
  readonly onRound?: (report: RoundReport) => void | Promise<void>;
  /** When aborted, the fit rejects with the signal's reason before the next round. */
  readonly signal?: AbortSignal;
}

export type Prediction =
  /** Row-major [rows, classes]. */
  | { readonly kind: 'classification'; readonly probabilities: Float64Array }
  | { readonly kind: 'regression'; readonly values: Float64Array };

export interface ColumnImportance {
  readonly column: string;
  /** Trees: total loss reduction by splits on the column. Linear: summed absolute standardised coefficients. Not negative. */
  readonly gain: number;
}

export interface FittedModel {
  readonly learner: LearnerId;
  readonly task: Task;
  readonly target: string;
  /** Class labels in the order of the probabilities, the positive one second; empty for regression. */
  readonly classes: readonly string[];
  /** The columns that the model takes, in the order it learned them. */
  readonly inputs: readonly string[];
  /** All parameters, defaults filled in. */
  readonly parameters: ParameterValues;
  readonly seed: number;
  /** Rounds that the model keeps: the best round with early stopping, otherwise the last. */
  readonly rounds: number;
  /** False only if the linear solver stopped at `max_iterations`. */
  readonly isConverged: boolean;
  readonly droppedRows: { readonly train: number; readonly validation: number };
  /** Most important first; every input once. */
  readonly importance: readonly ColumnImportance[];
  /** Any table with the input columns, its own dictionaries included; rows default to all. Unseen texts count as missing. */
  predict(table: Table, rows?: Int32Array): Prediction;
  /**
   * One ONNX file of the whole pipeline, raw columns in (see `Signature`). The signature must name exactly the model's inputs, in any
   * order. The same model and signature always give the same bytes.
   */
  toOnnx(options: {
    readonly signature: Signature;
    readonly metadata?: Readonly<Record<string, string>>;
  }): Uint8Array;
}
