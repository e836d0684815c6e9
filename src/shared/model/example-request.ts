import type { Signature, SignatureInput } from './signature.ts';

/** A record that the model can predict, from the examples of its signature. */
export const exampleRecord = ({ inputs }: Signature): Record<string, string | number | boolean | null> =>
  Object.fromEntries(inputs.map((input) => [input.name, input.example]));

export const exampleRequest = (signature: Signature): { records: ReturnType<typeof exampleRecord>[] } => ({
  records: [exampleRecord(signature)],
});

/** The same values in the signature's order. */
export const exampleFeatures = ({ inputs }: Signature): SignatureInput['example'][] =>
  inputs.map(({ example }) => example);
