import { closestName } from '../../../shared/closest-name.ts';
import { LearningError } from './learning-error.ts';
import type { ParameterDescriptor, ParameterValues } from './types.ts';

/** Fills in defaults; numbers may come as text, as they do from the command line. An unknown name or a value out of range is an error. */
export function parseParameters(
  descriptors: readonly ParameterDescriptor[],
  given: Readonly<Record<string, unknown>> = {},
): ParameterValues {
  for (const name of Object.keys(given)) assertKnown(name, descriptors);
  return Object.fromEntries(
    descriptors.map((descriptor) => [descriptor.name, parseValue(descriptor, given[descriptor.name])]),
  );
}

function assertKnown(name: string, descriptors: readonly ParameterDescriptor[]): void {
  const names = descriptors.map((descriptor) => descriptor.name);
  if (names.includes(name)) return;
  const guess = closestName(name, names);
  const hint = guess === undefined ? `Known parameters: ${names.join(', ')}.` : `Did you mean "${guess}"?`;
  throw new LearningError('parameter', `There is no parameter "${name}". ${hint}`);
}

function parseValue(descriptor: ParameterDescriptor, given: unknown): number {
  if (given === undefined) return descriptor.default;
  const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
  const { name, type, min, max } = descriptor;
  const isOfType =
    typeof value === 'number' && Number.isFinite(value) && (type === 'number' || Number.isInteger(value));
  if (!isOfType || value < min || value > max) {
    const kind = type === 'integer' ? 'a whole number' : 'a number';
    throw new LearningError(
      'parameter',
      `Parameter "${name}" must be ${kind} from ${min} to ${max}, not ${JSON.stringify(given)}.`,
    );
  }
  return value;
}
