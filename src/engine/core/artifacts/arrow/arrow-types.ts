import { ArrowFormatError } from './arrow-format-error.ts';
import type { FlatTable } from './flat-table.ts';

export type TimeUnit = 's' | 'ms' | 'us' | 'ns';

/** The types of Arrow's columns, as far as their values are read; `unread` are those whose values are not. */
export type ArrowType =
  | { readonly kind: 'null' | 'bool' | 'utf8' | 'binary' | 'utf8-view' | 'binary-view' }
  | { readonly kind: 'int'; readonly bits: 8 | 16 | 32 | 64; readonly isSigned: boolean }
  | { readonly kind: 'float'; readonly bits: 16 | 32 | 64 }
  | { readonly kind: 'large-utf8' | 'large-binary' | 'list' | 'large-list' | 'map' | 'struct' }
  | { readonly kind: 'fixed-binary'; readonly bytes: number }
  | { readonly kind: 'fixed-list'; readonly size: number }
  | {
      readonly kind: 'decimal';
      readonly bytes: 4 | 8 | 16 | 32;
      readonly precision: number;
      readonly scale: number;
    }
  | { readonly kind: 'date'; readonly unit: 'day' | 'ms' }
  | { readonly kind: 'time' | 'duration'; readonly unit: TimeUnit }
  | { readonly kind: 'timestamp'; readonly unit: TimeUnit; readonly zone: string | null }
  | { readonly kind: 'interval'; readonly unit: 'months' | 'days' | 'nanoseconds' }
  | {
      readonly kind: 'unread';
      readonly name: string;
      readonly bufferCount: number;
      readonly hasValidity: boolean;
    };

const units: readonly TimeUnit[] = ['s', 'ms', 'us', 'ns'];

const oneOf = <Value>(values: readonly Value[], value: unknown, what: string): Value => {
  const found = values.find((known) => known === value);
  if (found === undefined)
    throw new ArrowFormatError(`it has a column of ${what} ${String(value)}, which there is not`);
  return found;
};
const unitOf = (table: FlatTable, field: number, otherwise: number): TimeUnit =>
  oneOf(units, units[table.short(field, otherwise)], 'the time unit');

const sizeOf = (size: number): number => {
  if (size < 0) throw new ArrowFormatError('it has a column of a negative width');
  return size;
};

const unread = (name: string, bufferCount: number, hasValidity = false): ArrowType => ({
  ...{ kind: 'unread', name, bufferCount, hasValidity },
});

type TypeReader = (table: FlatTable) => ArrowType;

/** By their number in the union `Type` of Schema.fbs. */
const readers: Readonly<Record<number, TypeReader>> = {
  1: () => ({ kind: 'null' }),
  2: (type) => ({
    ...{ kind: 'int', isSigned: type.bool(1) },
    bits: oneOf([8, 16, 32, 64] as const, type.int(0), 'integers of bits'),
  }),
  3: (type) => ({ kind: 'float', bits: ([16, 32, 64] as const)[type.short(0)] ?? 64 }),
  4: () => ({ kind: 'binary' }),
  5: () => ({ kind: 'utf8' }),
  6: () => ({ kind: 'bool' }),
  7: (type) => ({
    ...{ kind: 'decimal', precision: type.int(0), scale: type.int(1) },
    bytes: oneOf([4, 8, 16, 32] as const, type.int(2, 128) / 8, 'decimals of bytes'),
  }),
  8: (type) => ({ kind: 'date', unit: type.short(0, 1) === 0 ? 'day' : 'ms' }),
  9: (type) => ({ kind: 'time', unit: unitOf(type, 0, 1) }),
  10: (type) => ({ kind: 'timestamp', unit: unitOf(type, 0, 0), zone: type.text(1) || null }),
  11: (type) => ({
    kind: 'interval',
    unit: oneOf(
      ['months', 'days', 'nanoseconds'] as const,
      (['months', 'days', 'nanoseconds'] as const)[type.short(0)],
      'the interval unit',
    ),
  }),
  12: () => ({ kind: 'list' }),
  13: () => ({ kind: 'struct' }),
  14: (type) => unread('union', type.short(0) === 0 ? 1 : 2),
  15: (type) => ({ kind: 'fixed-binary', bytes: sizeOf(type.int(0)) }),
  16: (type) => ({ kind: 'fixed-list', size: sizeOf(type.int(0)) }),
  17: () => ({ kind: 'map' }),
  18: (type) => ({ kind: 'duration', unit: unitOf(type, 0, 1) }),
  19: () => ({ kind: 'large-binary' }),
  20: () => ({ kind: 'large-utf8' }),
  21: () => ({ kind: 'large-list' }),
  22: () => unread('run-end encoded', 0),
  23: () => ({ kind: 'binary-view' }),
  24: () => ({ kind: 'utf8-view' }),
  25: () => unread('list view', 2, true),
  26: () => unread('large list view', 2, true),
};

/** The type that a field states. Errors: `ArrowFormatError` for one that this reader does not know the layout of. */
export const arrowTypeOf = (number: number, table: FlatTable): ArrowType => {
  const read = readers[number];
  if (read === undefined) throw new ArrowFormatError(`it has a column of the unknown type ${number}`);
  return read(table);
};

/** As pyarrow prints a type, for a person. */
export const typeName = (type: ArrowType): string => {
  switch (type.kind) {
    case 'int':
      return `${type.isSigned ? '' : 'u'}int${type.bits}`;
    case 'float':
      return `float${type.bits}`;
    case 'utf8':
      return 'string';
    case 'large-utf8':
      return 'large string';
    case 'utf8-view':
      return 'string view';
    case 'decimal':
      return `decimal${type.bytes * 8}(${type.precision}, ${type.scale})`;
    case 'fixed-binary':
      return `binary of ${type.bytes}`;
    case 'fixed-list':
      return `list of ${type.size}`;
    case 'timestamp':
      return `timestamp[${type.unit}${type.zone === null ? '' : `, ${type.zone}`}]`;
    case 'date':
    case 'time':
    case 'duration':
    case 'interval':
      return `${type.kind}[${type.unit}]`;
    case 'unread':
      return type.name;
    default:
      return type.kind.replaceAll('-', ' ');
  }
};
