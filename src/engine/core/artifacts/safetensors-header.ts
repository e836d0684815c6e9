import type { TensorListing } from '../../../shared/model/artifact-content.ts';
import { ArtifactFormatError } from './artifact-format-error.ts';

/** The bytes are no safetensors file; the message says what is wrong, without naming a file. */
export class SafetensorsFormatError extends ArtifactFormatError {
  override readonly name = 'SafetensorsFormatError';
}

/** The format's own limit. */
export const longestSafetensorsHeader = 100_000_000;

/** The length of the header, which stands in the first 8 bytes of a file of `sizeBytes`. */
export const safetensorsHeaderBytes = (start: Uint8Array, sizeBytes: number): number => {
  if (start.length < 8) throw new SafetensorsFormatError('it breaks off in its header');
  const length = Number(new DataView(start.buffer, start.byteOffset).getBigUint64(0, true));
  if (length < 2 || length > longestSafetensorsHeader)
    throw new SafetensorsFormatError('it does not begin as a safetensors file does');
  if (8 + length > sizeBytes) throw new SafetensorsFormatError('it breaks off in its header');
  return length;
};

/**
 * Reads the header: a JSON object of tensors by name. `dataBytes` is what lies behind it. Errors: `SafetensorsFormatError`.
 * Source: https://github.com/huggingface/safetensors#format
 */
export const readSafetensorsHeader = (header: Uint8Array, dataBytes: number): TensorListing => {
  const content = parse(header);
  const tensors: TensorListing['tensors'] = [];
  let metadata: Record<string, string> = {};
  let parameterCount = 0;
  for (const [name, value] of Object.entries(content)) {
    if (name === '__metadata__') metadata = textsOf(value);
    else {
      const tensor = tensorOf(name, value, dataBytes);
      parameterCount += tensor.shape.reduce((product, size) => product * size, 1);
      tensors.push(tensor);
    }
  }
  return { tensors, parameterCount, metadata };
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parse = (header: Uint8Array): Record<string, unknown> => {
  try {
    const content: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
    if (isRecord(content)) return content;
  } catch {
    // Said below, as for every header that is no object.
  }
  throw new SafetensorsFormatError('its header is no JSON object');
};

const textsOf = (value: unknown): Record<string, string> =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)])) : {};

const areSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);

const tensorOf = (name: string, value: unknown, dataBytes: number): TensorListing['tensors'][number] => {
  const { dtype, shape, data_offsets: offsets } = isRecord(value) ? value : {};
  if (typeof dtype !== 'string' || !areSizes(shape) || !areSizes(offsets) || offsets.length !== 2)
    throw new SafetensorsFormatError(`its header describes “${name}” in a way that is not known`);
  const [begin = 0, end = 0] = offsets;
  if (begin > end || end > dataBytes)
    throw new SafetensorsFormatError(`it breaks off: the values of “${name}” lie beyond its end`);
  return { name, type: dtype, shape, sizeBytes: end - begin };
};
