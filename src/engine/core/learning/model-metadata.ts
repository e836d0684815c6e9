import type { Signature } from '../../../shared/model/signature.ts';
import { metadataKeys } from '../onnx/metadata-keys.ts';
import { renamedOutputs } from '../onnx/name-outputs.ts';
import { LearningError } from './learning-error.ts';
import type { FittedModel } from './types.ts';

/** What an ONNX file says about how it was made, beside its signature. */
export type ModelFacts = Pick<FittedModel, 'task' | 'classes' | 'inputs' | 'parameters' | 'seed'>;

export function modelMetadata(call: {
  learner: FittedModel['learner'];
  signature: Signature;
  facts: ModelFacts;
  metadata: Readonly<Record<string, string>>;
}): Record<string, string> {
  const { learner, signature, facts, metadata } = call;
  assertSignatureFits(signature, facts);
  return {
    [metadataKeys.signature]: JSON.stringify(signature),
    [metadataKeys.learner]: learner,
    [metadataKeys.parameters]: JSON.stringify(facts.parameters),
    [metadataKeys.seed]: String(facts.seed),
    ...metadata,
  };
}

function assertSignatureFits(signature: Signature, facts: ModelFacts): void {
  const named = signature.inputs.map((input) => input.name).sort();
  const learned = [...facts.inputs].sort();
  const outputs = renamedOutputs(facts.task, facts.inputs);
  const isSame =
    signature.task === facts.task &&
    JSON.stringify(signature.classes) === JSON.stringify(facts.classes) &&
    JSON.stringify(named) === JSON.stringify(learned) &&
    JSON.stringify(signature.outputs) === JSON.stringify(outputs);
  if (isSame) return;
  throw new LearningError(
    'signature',
    `The signature does not describe this model: it must have the task ${facts.task}, the classes [${facts.classes.join(', ')}], the inputs [${facts.inputs.join(', ')}] and ${outputs === undefined ? 'no names of outputs' : `the outputs ${JSON.stringify(outputs)}`}.`,
  );
}

/** Text or number, as learned, must be text or number in the signature too. */
export function assertInputKind(signature: Signature, column: string, isText: boolean): void {
  const input = signature.inputs.find((candidate) => candidate.name === column);
  if (input === undefined || (input.type === 'string') === isText) return;
  const learned = isText ? 'text' : 'numbers';
  throw new LearningError(
    'signature',
    `The model learned the column "${column}" as ${learned}, but its signature says ${input.type}.`,
  );
}
