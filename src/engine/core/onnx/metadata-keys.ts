/** Keys of the metadata that Modelyard writes into its ONNX files. */
export const metadataKeys = {
  /** JSON of `Signature`. */
  signature: 'modelyard.signature',
  learner: 'modelyard.learner',
  /** JSON, defaults filled in. */
  parameters: 'modelyard.parameters',
  seed: 'modelyard.seed',
} as const;
