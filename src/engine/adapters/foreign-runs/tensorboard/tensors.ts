import { decodeFloat, readFields } from '../../../core/protobuf/wire-reader.ts';

/** What a summary's tensor holds, as far as it is shown: its first number, and its texts. */
export interface Tensor {
  readonly firstNumber: number | undefined;
  readonly texts: readonly Uint8Array[];
}

/** TensorProto: raw bytes (field 4) in the order of the machine, or a list for each type. Source: tensorflow/core/framework/tensor.proto. */
export const parseTensor = (bytes: Uint8Array): Tensor => {
  let type = 0;
  let raw: Uint8Array | undefined;
  let listed: number | undefined;
  const texts: Uint8Array[] = [];
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.kind === 'varint') type = field.value;
    else if (field.number === 4 && field.kind === 'bytes') raw = field.value;
    else if (field.number === 8 && field.kind === 'bytes') texts.push(field.value);
    else listed ??= firstListed(field.number, field.kind === 'bytes' ? field.value : undefined, field.value);
  }
  const decode = rawDecoders[type];
  const fromRaw =
    raw !== undefined && decode !== undefined && raw.length >= decode.byteCount
      ? decode.read(new DataView(raw.buffer, raw.byteOffset, raw.byteLength))
      : undefined;
  return { firstNumber: fromRaw ?? listed, texts };
};

/** Fields of lists: packed, or one value a field. Half-precision lists hold the bits as integers and are not met in summaries. */
const floatLists: Readonly<Record<number, number>> = { 5: 4, 6: 8 };
const integerLists: readonly number[] = [7, 10, 11, 16, 17];

const firstListed = (
  number: number,
  packed: Uint8Array | undefined,
  single: Uint8Array | number,
): number | undefined => {
  const width = floatLists[number];
  if (width !== undefined) {
    const bytes = packed ?? (typeof single === 'number' ? undefined : single);
    return bytes !== undefined && bytes.length >= width ? decodeFloat(bytes.subarray(0, width)) : undefined;
  }
  if (!integerLists.includes(number)) return undefined;
  if (typeof single === 'number') return single;
  return packed === undefined ? undefined : firstPackedInteger(packed);
};

/** A packed list has no tags; in front of one its first value is a field. */
const firstPackedInteger = (packed: Uint8Array): number | undefined => {
  const end = packed.findIndex((byte) => byte < 0x80);
  if (end < 0) return undefined;
  const [field] = readFields(Uint8Array.of(8, ...packed.subarray(0, end + 1)));
  return field?.kind === 'varint' ? field.value : undefined;
};

interface RawDecoder {
  readonly byteCount: number;
  readonly read: (view: DataView) => number;
}

/** By TensorProto's DataType. */
const rawDecoders: Readonly<Record<number, RawDecoder>> = {
  1: { byteCount: 4, read: (view) => view.getFloat32(0, true) },
  2: { byteCount: 8, read: (view) => view.getFloat64(0, true) },
  3: { byteCount: 4, read: (view) => view.getInt32(0, true) },
  4: { byteCount: 1, read: (view) => view.getUint8(0) },
  5: { byteCount: 2, read: (view) => view.getInt16(0, true) },
  6: { byteCount: 1, read: (view) => view.getInt8(0) },
  9: { byteCount: 8, read: (view) => Number(view.getBigInt64(0, true)) },
  10: { byteCount: 1, read: (view) => view.getUint8(0) },
  14: { byteCount: 2, read: (view) => bfloat16(view.getUint16(0, true)) },
  19: { byteCount: 2, read: (view) => float16(view.getUint16(0, true)) },
  22: { byteCount: 4, read: (view) => view.getUint32(0, true) },
  23: { byteCount: 8, read: (view) => Number(view.getBigUint64(0, true)) },
};

/** The upper half of a float. */
const bfloat16 = (bits: number): number => {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(2, bits, true);
  return view.getFloat32(0, true);
};

const float16 = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};
