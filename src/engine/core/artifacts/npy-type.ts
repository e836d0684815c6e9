import type { ArrayValue } from '../../../shared/model/artifact-content.ts';

/** How the values of an array are laid out. */
export interface NpyType {
  readonly name: string;
  readonly itemBytes: number;
  /** Values that statistics and images are made of. */
  readonly isNumeric: boolean;
  /** The value at a byte offset, as JSON can hold it. */
  value(view: DataView, offset: number): ArrayValue;
  /** The value as a number; NaN for what is none. */
  number(view: DataView, offset: number): number;
}

type NumberReader = (view: DataView, offset: number, little: boolean) => number;

const half: NumberReader = (view, offset, little) => {
  const bits = view.getUint16(offset, little);
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};

const readers: Readonly<Record<string, readonly [name: string, bytes: number, read: NumberReader]>> = {
  b1: ['bool', 1, (view, offset) => view.getUint8(offset)],
  i1: ['int8', 1, (view, offset) => view.getInt8(offset)],
  u1: ['uint8', 1, (view, offset) => view.getUint8(offset)],
  i2: ['int16', 2, (view, offset, little) => view.getInt16(offset, little)],
  u2: ['uint16', 2, (view, offset, little) => view.getUint16(offset, little)],
  i4: ['int32', 4, (view, offset, little) => view.getInt32(offset, little)],
  u4: ['uint32', 4, (view, offset, little) => view.getUint32(offset, little)],
  i8: ['int64', 8, (view, offset, little) => Number(view.getBigInt64(offset, little))],
  u8: ['uint64', 8, (view, offset, little) => Number(view.getBigUint64(offset, little))],
  f2: ['float16', 2, half],
  f4: ['float32', 4, (view, offset, little) => view.getFloat32(offset, little)],
  f8: ['float64', 8, (view, offset, little) => view.getFloat64(offset, little)],
};

const asCell = (value: number): ArrayValue => (Number.isFinite(value) ? value : String(value));

const numeric = (code: string, little: boolean): NpyType | null => {
  const found = readers[code];
  if (found === undefined) return null;
  const [name, itemBytes, read] = found;
  const number = (view: DataView, offset: number) => read(view, offset, little);
  const wide = (view: DataView, offset: number): ArrayValue => {
    const value = code === 'i8' ? view.getBigInt64(offset, little) : view.getBigUint64(offset, little);
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  };
  return {
    ...{ name, itemBytes, number, isNumeric: true },
    value:
      code === 'b1'
        ? (view, offset) => number(view, offset) !== 0
        : itemBytes === 8 && code !== 'f8'
          ? wide
          : (view, offset) => asCell(number(view, offset)),
  };
};

const complex = (bytes: number, little: boolean): NpyType | null => {
  if (bytes !== 8 && bytes !== 16) return null;
  const part = readers[bytes === 8 ? 'f4' : 'f8']![2];
  const value = (view: DataView, offset: number): ArrayValue => {
    const imaginary = part(view, offset + bytes / 2, little);
    const sign = imaginary < 0 || Object.is(imaginary, -0) ? '-' : '+';
    return `(${part(view, offset, little)}${sign}${Math.abs(imaginary)}j)`;
  };
  return { name: `complex${bytes * 8}`, itemBytes: bytes, isNumeric: false, value, number: () => Number.NaN };
};

/** Texts are padded with zeros, four bytes a character in `U`, one in `S`. */
const text = (letter: 'U' | 'S', length: number, little: boolean): NpyType => {
  const width = letter === 'U' ? 4 : 1;
  const value = (view: DataView, offset: number): ArrayValue => {
    const points: number[] = [];
    for (let index = 0; index < length; index += 1) {
      const at = offset + index * width;
      const point = letter === 'U' ? view.getUint32(at, little) : view.getUint8(at);
      points.push(point > 0x10ffff ? 0xfffd : point);
    }
    return String.fromCodePoint(...points).replace(/\0+$/, '');
  };
  return {
    name: letter === 'U' ? `text of ${length} characters` : `bytes of ${length}`,
    ...{ itemBytes: length * width, isNumeric: false, value, number: () => Number.NaN },
  };
};

const unitMs: Readonly<Record<string, number>> = {
  ...{ W: 604_800_000, D: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1, us: 1e-3, ns: 1e-6 },
};
const notATime = -(2n ** 63n);

const time = (letter: 'M' | 'm', unit: string, little: boolean): NpyType => {
  const value = (view: DataView, offset: number): ArrayValue => {
    const count = view.getBigInt64(offset, little);
    if (count === notATime) return 'NaT';
    const perUnit = unitMs[unit];
    if (letter === 'm' || perUnit === undefined) return `${count} ${unit || 'units'}`;
    const date = new Date(Number(count) * perUnit);
    return Number.isNaN(date.getTime()) ? `${count} ${unit}` : date.toISOString();
  };
  const name = `${letter === 'M' ? 'datetime64' : 'timedelta64'}${unit === '' ? '' : `[${unit}]`}`;
  return { name, itemBytes: 8, isNumeric: false, value, number: () => Number.NaN };
};

const longestText = 4096;

/** The type that a `descr` such as `<f8` means; null for one that is not read here. */
export const npyTypeOf = (descr: string): NpyType | null => {
  const match = /^([<>|=])?([a-zA-Z])(\d*)(?:\[(\w*)\])?$/.exec(descr);
  if (match === null) return null;
  const [, order, letter = '', digits = '', unit = ''] = match;
  const little = order !== '>';
  const size = Number(digits);
  if (letter === 'c') return complex(size, little);
  if (letter === 'U' || letter === 'S')
    return size > 0 && size <= longestText ? text(letter, size, little) : null;
  if (letter === 'M' || letter === 'm') return size === 8 ? time(letter, unit, little) : null;
  return numeric(`${letter}${digits}`, little);
};
