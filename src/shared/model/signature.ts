import { z } from 'zod';

/**
 * What a model takes and gives, as recorded with it. Every column is one named ONNX input of shape [rows, 1].
 *
 * | type     | JSON in a request                | ONNX tensor | missing |
 * |----------|----------------------------------|-------------|---------|
 * | number   | number                           | float       | NaN     |
 * | boolean  | true, false, 0, 1                | float       | NaN     |
 * | datetime | ISO 8601 text                    | float, days since 1970-01-01 UTC | NaN |
 * | string   | text                             | string      | ''      |
 */
export const columnType = z.enum(['number', 'boolean', 'datetime', 'string']);
export type ColumnType = z.infer<typeof columnType>;

export const task = z.enum(['binary', 'multiclass', 'regression']);
export type Task = z.infer<typeof task>;

export const signatureInput = z.object({
  name: z.string(),
  type: columnType,
  /** A plausible value (the most common text, the median number), used to prefill the try-it form and examples. */
  example: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  /** The known texts of a category, most common first, at most 100; absent for other types. */
  categories: z.array(z.string()).optional(),
});
export type SignatureInput = z.infer<typeof signatureInput>;

/** The usual names of the ONNX outputs of every model that Modelyard trains. */
export const onnxOutputs = {
  /** Classification: string tensor [rows]. */
  label: 'label',
  /** Classification: float tensor [rows, classes]. */
  probabilities: 'probabilities',
  /** Regression: float tensor [rows]. */
  value: 'value',
} as const;
export type OnnxOutput = keyof typeof onnxOutputs;

export const signature = z.object({
  task,
  /** Name of the column that the model predicts. */
  target: z.string(),
  inputs: z.array(signatureInput),
  /** Class labels in the order of the probabilities; empty for regression. For a binary task the second is the positive one. */
  classes: z.array(z.string()),
  /** Names of the task's ONNX outputs, where a column has the usual name of one; absent when they have their usual names. */
  outputs: z.partialRecord(z.enum(['label', 'probabilities', 'value']), z.string()).optional(),
});
export type Signature = z.infer<typeof signature>;

export const outputNameOf = ({ outputs }: Pick<Signature, 'outputs'>, output: OnnxOutput): string =>
  outputs?.[output] ?? onnxOutputs[output];
