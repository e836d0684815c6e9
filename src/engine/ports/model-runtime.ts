import type { ColumnType } from '../../shared/model/signature.ts';

export interface ModelInput {
  readonly name: string;
  readonly type: ColumnType;
  /** Numbers with NaN for missing, or texts with '' for missing; one a row. */
  readonly values: Float32Array | readonly string[];
}

export interface ModelOutput {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Float64Array | readonly string[] | BigInt64Array;
}

export interface LoadedModel {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(inputs: readonly ModelInput[]): Promise<ModelOutput[]>;
  close(): Promise<void>;
}

/** Runs ONNX models (ONNX Runtime). Lives in workers only, never in the engine's own process. */
export interface ModelRuntime {
  /** Error `model-invalid` when the bytes are no model that can be run. */
  load(file: string): Promise<LoadedModel>;
  readonly version: string;
}
