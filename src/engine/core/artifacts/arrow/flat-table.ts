import { ArrowFormatError } from './arrow-format-error.ts';

/**
 * A table of a FlatBuffer: fields by their place in the schema, each of which may be missing. Every position is checked against the
 * buffer, because it is a number that the file states. Errors: `ArrowFormatError`. Source: https://flatbuffers.dev/internals
 */
export interface FlatTable {
  byte(field: number, otherwise?: number): number;
  bool(field: number): boolean;
  short(field: number, otherwise?: number): number;
  int(field: number, otherwise?: number): number;
  /** 64 bits; beyond 2^53 it is no size or count that anything has, and refused. */
  long(field: number, otherwise?: number): number;
  text(field: number): string | null;
  table(field: number): FlatTable | null;
  /** One after the other, as they are asked for: a file may list millions that are all the same. */
  tables(field: number): Iterable<FlatTable>;
  longs(field: number): number[];
  /** A vector of structs of so many bytes each; `read` gets the place of each. */
  structs<Item>(field: number, bytes: number, read: (struct: FlatStruct) => Item): Item[];
}

export interface FlatStruct {
  int(offset: number): number;
  long(offset: number): number;
}

const utf8 = new TextDecoder('utf-8');

/** Tables refer to tables; a file may make a circle of them. */
const deepestTable = 64;

/** The table that a buffer begins with a reference to. */
export const rootTable = (bytes: Uint8Array): FlatTable => {
  const buffer = checkedView(bytes);
  return tableAt(buffer, buffer.uint(0), 0);
};

const checkedView = (bytes: Uint8Array) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (offset: number, length: number): number => {
    if (!(offset >= 0 && offset + length <= bytes.length))
      throw new ArrowFormatError('its metadata is damaged');
    return offset;
  };
  return {
    byte: (offset: number) => view.getUint8(at(offset, 1)),
    short: (offset: number) => view.getInt16(at(offset, 2), true),
    ushort: (offset: number) => view.getUint16(at(offset, 2), true),
    int: (offset: number) => view.getInt32(at(offset, 4), true),
    uint: (offset: number) => view.getUint32(at(offset, 4), true),
    long: (offset: number) => {
      const value = Number(view.getBigInt64(at(offset, 8), true));
      if (!Number.isSafeInteger(value)) throw new ArrowFormatError('its metadata states an impossible size');
      return value;
    },
    text: (offset: number, length: number) =>
      utf8.decode(bytes.subarray(at(offset, length), offset + length)),
    /** How many items of so many bytes may stand from here on. */
    room: (offset: number, itemBytes: number) => Math.floor((bytes.length - offset) / itemBytes),
  };
};

type CheckedView = ReturnType<typeof checkedView>;

const tableAt = (buffer: CheckedView, start: number, depth: number): FlatTable => {
  if (depth > deepestTable) throw new ArrowFormatError('its types are nested deeper than any table’s');
  const directory = start - buffer.int(start);
  const directoryBytes = buffer.ushort(directory);

  const placeOf = (field: number): number | null => {
    const entry = 4 + field * 2;
    if (entry + 2 > directoryBytes) return null;
    const offset = buffer.ushort(directory + entry);
    return offset === 0 ? null : start + offset;
  };
  /** Where the text, table or vector lies that a field refers to. */
  const targetOf = (field: number): number | null => {
    const place = placeOf(field);
    return place === null ? null : place + buffer.uint(place);
  };
  const vectorOf = (field: number, itemBytes: number): { start: number; count: number } => {
    const target = targetOf(field);
    if (target === null) return { start: 0, count: 0 };
    const count = buffer.uint(target);
    if (count > buffer.room(target + 4, itemBytes)) throw new ArrowFormatError('its metadata is damaged');
    return { start: target + 4, count };
  };
  const number =
    (read: (offset: number) => number) =>
    (field: number, otherwise = 0) => {
      const place = placeOf(field);
      return place === null ? otherwise : read(place);
    };
  const items = <Item>(field: number, itemBytes: number, read: (place: number) => Item): Item[] => {
    const vector = vectorOf(field, itemBytes);
    return Array.from({ length: vector.count }, (_, index) => read(vector.start + index * itemBytes));
  };

  const byte = number(buffer.byte);
  return {
    byte,
    bool: (field) => byte(field) !== 0,
    short: number(buffer.short),
    int: number(buffer.int),
    long: number(buffer.long),
    text: (field) => {
      const target = targetOf(field);
      return target === null ? null : buffer.text(target + 4, buffer.uint(target));
    },
    table: (field) => {
      const target = targetOf(field);
      return target === null ? null : tableAt(buffer, target, depth + 1);
    },
    *tables(field) {
      const { start: first, count } = vectorOf(field, 4);
      for (let place = first; place < first + count * 4; place += 4)
        yield tableAt(buffer, place + buffer.uint(place), depth + 1);
    },
    longs: (field) => items(field, 8, buffer.long),
    structs: (field, bytes, read) =>
      items(field, bytes, (place) =>
        read({
          int: (offset) => buffer.int(place + offset),
          long: (offset) => buffer.long(place + offset),
        }),
      ),
  };
};
