import type { Metadata } from 'h5wasm';
import type { ArrayValue } from '../../../shared/model/artifact-content.ts';
import { bytesText } from '../../core/artifacts/arrow/arrow-text.ts';
import { type NpyType, npyTypeOf } from '../../core/artifacts/npy-type.ts';

/** Classes of HDF5's types, by their number. Source: https://support.hdfgroup.org/documentation/hdf5/latest/group___h5_t.html */
export const typeClass = {
  ...{ integer: 0, float: 1, time: 2, string: 3, bitfield: 4, opaque: 5, compound: 6 },
  ...{ reference: 7, enumeration: 8, ragged: 9, array: 10 },
} as const;

/** How single values are read from bytes that HDF5 has laid out with the least significant one first. */
export interface Hdf5Type {
  /** As h5py writes it. */
  readonly name: string;
  readonly isNumeric: boolean;
  /** Why its values are not read; null where they are. */
  readonly refusal: string | null;
  value(view: DataView, offset: number): unknown;
  number(view: DataView, offset: number): number;
}

const utf8 = new TextDecoder('utf-8');
const longestValue = 32_768;

const none = (): number => Number.NaN;
const unread = (name: string): Hdf5Type => ({
  ...{ name, isNumeric: false, number: none, value: () => null },
  refusal: `Values of the type ${name} are not shown. Save it to open it elsewhere.`,
});
const shown = (name: string, value: Hdf5Type['value']): Hdf5Type => ({
  ...{ name, isNumeric: false, refusal: null, number: none, value },
});

const fromNpy = ({ name, value, number }: NpyType): Hdf5Type => ({
  ...{ name, value, number, isNumeric: true, refusal: null },
});

/** What h5py stores a boolean as. */
const isBoolean = (members: Readonly<Record<string, number>>): boolean =>
  Object.keys(members).length === 2 && members.FALSE === 0 && members.TRUE === 1;

/** Text and lists of any length lie in the memory of the library, at an address and with a length that stand in the value. */
export interface Heap {
  bytes(address: number, length: number): Uint8Array;
  /** To the first zero, or so far. */
  textAt(address: number, longest: number): string;
}

/** How values of a type are read. Types inside types go only so deep. */
export const hdf5TypeOf = (metadata: Metadata, heap: Heap, depth = 0): Hdf5Type => {
  const { type, size, signed, vlen, cset } = metadata;
  if (depth > 8) return unread('deeply nested records');
  switch (type) {
    case typeClass.integer:
    case typeClass.float: {
      const letter = type === typeClass.float ? 'f' : signed ? 'i' : 'u';
      const known = npyTypeOf(`<${letter}${size}`);
      return known === null
        ? unread(`${type === typeClass.float ? 'float' : 'int'}${size * 8}`)
        : fromNpy(known);
    }
    case typeClass.string:
      if (vlen)
        return shown('text', (view, offset) => heap.textAt(view.getUint32(offset, true), longestValue));
      return shown(`text of ${size} ${cset === 1 ? 'bytes' : 'characters'}`, (view, offset) =>
        utf8.decode(untilZero(bytesAt(view, offset, size))).trimEnd(),
      );
    case typeClass.enumeration: {
      const members = metadata.enum_type?.members ?? {};
      const whole = npyTypeOf(`<${signed ? 'i' : 'u'}${size}`);
      if (whole === null) return unread('enumeration');
      if (isBoolean(members))
        return { ...fromNpy(whole), name: 'bool', value: (view, offset) => whole.number(view, offset) !== 0 };
      const names = new Map(Object.entries(members).map(([name, value]) => [value, name]));
      return shown('enumeration', (view, offset) => {
        const value = whole.number(view, offset);
        return names.get(value) ?? value;
      });
    }
    case typeClass.compound:
      return recordOf(metadata, heap, depth);
    case typeClass.array: {
      const item = metadata.array_type;
      if (item === undefined) return unread('array');
      const inside = hdf5TypeOf(item, heap, depth + 1);
      const count = Math.floor(size / Math.max(1, item.size));
      return {
        ...shown(`${inside.name} × ${item.shape?.join(' × ') ?? count}`, (view, offset) =>
          listOf(inside, view, offset, item.size, count),
        ),
        refusal: inside.refusal,
      };
    }
    case typeClass.ragged: {
      const item = metadata.vlen_type;
      if (item === undefined) return unread('list');
      const inside = hdf5TypeOf(item, heap, depth + 1);
      return {
        ...shown(`list of ${inside.name}`, (view, offset) => {
          const count = view.getUint32(offset, true);
          const wanted = Math.min(count, Math.floor(longestValue / Math.max(1, item.size)));
          const bytes = heap.bytes(view.getUint32(offset + 4, true), wanted * item.size);
          const values = listOf(inside, viewOf(bytes), 0, item.size, wanted);
          return wanted < count ? [...values, '…'] : values;
        }),
        refusal: inside.refusal,
      };
    }
    case typeClass.bitfield:
    case typeClass.opaque:
      return shown(type === typeClass.opaque ? 'bytes' : 'bits', (view, offset) =>
        bytesText(bytesAt(view, offset, Math.min(size, 64)), size),
      );
    case typeClass.reference:
      return unread('reference');
    default:
      return unread(`class ${type}`);
  }
};

const recordOf = (metadata: Metadata, heap: Heap, depth: number): Hdf5Type => {
  const members = (metadata.compound_type?.members ?? []).map((member) => ({
    ...{ name: member.name, offset: member.offset, size: member.size },
    type: hdf5TypeOf(member, heap, depth + 1),
  }));
  const [real, imaginary] = members;
  // As h5py stores complex numbers.
  if (members.length === 2 && real?.name === 'r' && imaginary?.name === 'i' && real.size === imaginary.size) {
    const complex = npyTypeOf(`<c${real.size * 2}`);
    if (complex !== null) return { ...fromNpy(complex), isNumeric: false };
  }
  const refused = members.find(({ type }) => type.refusal !== null);
  return {
    ...shown(
      `record of ${members.map(({ name, type }) => `${name}: ${type.name}`).join(', ')}`.slice(0, 200),
      (view, offset) =>
        Object.fromEntries(
          members.map(({ name, type, offset: inside }) => [name, type.value(view, offset + inside)]),
        ),
    ),
    refusal: refused?.type.refusal ?? null,
  };
};

const listOf = (
  type: Hdf5Type,
  view: DataView,
  offset: number,
  itemBytes: number,
  count: number,
): unknown[] => Array.from({ length: count }, (_, index) => type.value(view, offset + index * itemBytes));

const bytesAt = (view: DataView, offset: number, length: number): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset + offset, length);

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const untilZero = (bytes: Uint8Array): Uint8Array => {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
};

/** A value as JSON can hold it: records and lists as their text, of long ones the beginning. */
export const asCell = (value: unknown): ArrayValue => {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
};
