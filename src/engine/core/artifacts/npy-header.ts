import { ArtifactFormatError } from './artifact-format-error.ts';
import { byteText } from './byte-text.ts';
import { type NpyType, npyTypeOf } from './npy-type.ts';

/** The bytes are no array of NumPy; the message says what is wrong, without naming a file. */
export class NpyFormatError extends ArtifactFormatError {
  override readonly name = 'NpyFormatError';
}

export interface NpyHeader {
  readonly descr: string;
  readonly shape: readonly number[];
  readonly isFortran: boolean;
  /** Where the values begin. */
  readonly dataOffset: number;
  readonly valueCount: number;
  /** null where `refusal` says why the values are not read. */
  readonly type: NpyType | null;
  readonly refusal: string | null;
}

/** Headers of arrays are some hundred bytes; records with many fields have longer ones. */
export const longestNpyHeader = 1 << 20;

const mostAxes = 64;
const utf8 = new TextDecoder('utf-8');

/**
 * Reads the header of a `.npy` file, versions 1 to 3. `bytes` is its beginning, `sizeBytes` the whole length. Arrays of Python objects
 * are pickles and refused, never read. Errors: `NpyFormatError`.
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export const readNpyHeader = (bytes: Uint8Array, sizeBytes: number): NpyHeader => {
  if (bytes.length < 10 || byteText(bytes.subarray(0, 6)) !== '\x93NUMPY')
    throw new NpyFormatError('it does not begin as an array of NumPy does');
  const version = bytes[6]!;
  if (version < 1 || version > 3) throw new NpyFormatError(`it is of the unknown format version ${version}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lengthBytes = version === 1 ? 2 : 4;
  if (bytes.length < 8 + lengthBytes) throw new NpyFormatError('it breaks off in its header');
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataOffset = 8 + lengthBytes + length;
  if (dataOffset > sizeBytes) throw new NpyFormatError('it breaks off in its header');
  if (dataOffset > bytes.length) throw new NpyFormatError('its header is longer than any array’s');
  const text = utf8.decode(bytes.subarray(8 + lengthBytes, dataOffset));
  return { ...readDictionary(text, sizeBytes - dataOffset), dataOffset };
};

/** The dictionary as Python prints it: `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`. */
const readDictionary = (text: string, dataBytes: number): Omit<NpyHeader, 'dataOffset'> => {
  const shape = readShape(text);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  if (order === undefined) throw new NpyFormatError('its header does not say in which order the values are');
  const valueCount = shape.reduce((product, size) => product * size, 1);
  const common = { shape, isFortran: order === 'True', valueCount };
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  if (descr === undefined) {
    if (!/'descr'\s*:\s*[[(]/.test(text))
      throw new NpyFormatError('its header does not say of which type it is');
    return {
      ...{ ...common, descr: 'records', type: null },
      refusal: 'Arrays of records are not shown. Save it to open it elsewhere.',
    };
  }
  const type = npyTypeOf(descr);
  const refusal = refusalOf(descr, type);
  if (refusal === null && type !== null && valueCount * type.itemBytes > dataBytes)
    throw new NpyFormatError(
      `it breaks off: its header promises ${valueCount * type.itemBytes} bytes of values, and ${dataBytes} are there`,
    );
  return { ...common, descr, type: refusal === null ? type : null, refusal };
};

const refusalOf = (descr: string, type: NpyType | null): string | null => {
  if (/O/.test(descr))
    return 'It holds Python objects, which are stored as a pickle. A pickle runs code when it is read, so it is not opened.';
  return type === null ? `Values of the type ${descr} are not shown. Save it to open it elsewhere.` : null;
};

const readShape = (text: string): number[] => {
  const inside = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text)?.[1];
  if (inside === undefined) throw new NpyFormatError('its header does not say of which shape it is');
  const sizes = inside
    .split(',')
    .map((size) => size.trim().replace(/L$/, ''))
    .filter((size) => size !== '')
    .map(Number);
  if (sizes.length > mostAxes || !sizes.every(Number.isSafeInteger))
    throw new NpyFormatError('its header names an impossible shape');
  if (!Number.isSafeInteger(sizes.reduce((product, size) => product * size, 1)))
    throw new NpyFormatError('its header names an impossible shape');
  return sizes;
};
