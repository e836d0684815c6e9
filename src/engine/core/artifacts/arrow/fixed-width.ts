import type { Cell } from '../../../../shared/model/dataset.ts';
import { npyTypeOf } from '../npy-type.ts';
import { bytesText, dateText, decimalText, timestampText, timeText } from './arrow-text.ts';
import type { ArrowType } from './arrow-types.ts';

/** How values of one width each are read: bytes each, and what they say. null for types whose values differ in width. */
export const fixedReader = (
  type: ArrowType,
): { bytes: number; value: (view: DataView, offset: number) => Cell } | null => {
  switch (type.kind) {
    case 'int':
      return numbers(`${type.isSigned ? 'i' : 'u'}${type.bits / 8}`);
    case 'float':
      return numbers(`f${type.bits / 8}`);
    case 'fixed-binary':
      return {
        bytes: type.bytes,
        value: (view, offset) => bytesText(new Uint8Array(view.buffer, view.byteOffset + offset, type.bytes)),
      };
    case 'decimal':
      return {
        bytes: type.bytes,
        value: (view, offset) => decimalText(wholeNumber(view, offset, type.bytes), type.scale),
      };
    case 'date':
      return type.unit === 'day'
        ? { bytes: 4, value: (view, offset) => dateText(view.getInt32(offset, true)) }
        : {
            bytes: 8,
            value: (view, offset) => dateText(Number(view.getBigInt64(offset, true)) / 86_400_000),
          };
    case 'time':
      return type.unit === 's' || type.unit === 'ms'
        ? { bytes: 4, value: (view, offset) => timeText(BigInt(view.getInt32(offset, true)), type.unit) }
        : { bytes: 8, value: (view, offset) => timeText(view.getBigInt64(offset, true), type.unit) };
    case 'timestamp':
      return {
        bytes: 8,
        value: (view, offset) => timestampText(view.getBigInt64(offset, true), type.unit, type.zone),
      };
    case 'duration':
      return { bytes: 8, value: (view, offset) => `${view.getBigInt64(offset, true)} ${type.unit}` };
    case 'interval':
      return intervals[type.unit];
    default:
      return null;
  }
};

const numbers = (code: string) => {
  const type = npyTypeOf(`<${code}`)!;
  return { bytes: type.itemBytes, value: type.value };
};

const intervals = {
  months: { bytes: 4, value: (view: DataView, offset: number) => `${view.getInt32(offset, true)} mo` },
  days: {
    bytes: 8,
    value: (view: DataView, offset: number) =>
      `${view.getInt32(offset, true)} d ${view.getInt32(offset + 4, true)} ms`,
  },
  nanoseconds: {
    bytes: 16,
    value: (view: DataView, offset: number) =>
      `${view.getInt32(offset, true)} mo ${view.getInt32(offset + 4, true)} d ${view.getBigInt64(offset + 8, true)} ns`,
  },
} as const;

/** A signed number of 4 to 32 bytes, the least significant first. */
const wholeNumber = (view: DataView, offset: number, bytes: number): bigint => {
  if (bytes === 4) return BigInt(view.getInt32(offset, true));
  let value = view.getBigInt64(offset + bytes - 8, true);
  for (let at = offset + bytes - 16; at >= offset; at -= 8)
    value = (value << 64n) | view.getBigUint64(at, true);
  return value;
};
