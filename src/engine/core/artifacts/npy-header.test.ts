import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gridLayout, imageLayout } from './array-layout.ts';
import { NpyFormatError, readNpyHeader } from './npy-header.ts';

const fixtures = new URL('../../../../test/fixtures/artifacts/', import.meta.url);
const fixture = (name: string) => readFileSync(new URL(name, fixtures));

interface Described {
  descr: string;
  shape: number[];
  fortran: boolean;
  first: unknown[];
  last: unknown[];
}
const { arrays } = JSON.parse(fixture('expected.json').toString()) as { arrays: Record<string, Described> };

/** The values in C order, read one by one through the layout. */
const valuesOf = (bytes: Buffer): unknown[] => {
  const { type, shape, isFortran, dataOffset } = readNpyHeader(bytes, bytes.length);
  if (type === null) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataOffset, bytes.length - dataOffset);
  const { rows, columns, sliceCount, placeOf } = gridLayout(shape, isFortran);
  const values: unknown[] = [];
  for (let slice = 0; slice < sliceCount; slice += 1)
    for (let row = 0; row < rows; row += 1)
      for (let column = 0; column < columns; column += 1)
        values.push(type.value(view, placeOf(slice, row, column) * type.itemBytes));
  return values;
};

/** numpy writes complex numbers and times in ways of its own; the numbers in them are compared. */
const comparable = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.exec(value)?.[0];
  if (time !== undefined) return time;
  const parts = value.match(/[-+]?\d+(\.\d+)?(?=j|[-+])/g);
  return value.includes('j') && parts !== null ? parts.map(Number).filter((part) => part !== 0) : value;
};

describe('an array that NumPy wrote', () => {
  it.each(Object.entries(arrays))(
    '%s has the type, the shape and the values that NumPy says',
    (name, known) => {
      const bytes = fixture(`${name}.npy`);
      const header = readNpyHeader(bytes, bytes.length);
      expect(header).toMatchObject({ descr: known.descr, shape: known.shape, refusal: null });
      if (known.shape.length > 1 && known.shape.every((size) => size > 1))
        expect(header.isFortran).toBe(known.fortran);
      const values = valuesOf(bytes).map(comparable);
      expect(values.slice(0, 8)).toEqual(known.first.map(comparable));
      expect(values.slice(-3)).toEqual(known.last.map(comparable));
    },
  );

  it('of objects is refused as the pickle it is, and one of records as such', () => {
    const objects = fixture('objects.npy');
    expect(readNpyHeader(objects, objects.length)).toMatchObject({
      type: null,
      refusal: expect.stringMatching(/pickle runs code/),
    });
    const records = fixture('records.npy');
    expect(readNpyHeader(records, records.length).refusal).toMatch(/records/);
  });
});

describe('what is no array', () => {
  const damaged: [string, Buffer, RegExp][] = [
    ['nothing', Buffer.alloc(0), /does not begin/],
    ['text', Buffer.from('hello, this is text'), /does not begin/],
    ['a cut header', fixture('float64.npy').subarray(0, 40), /breaks off in its header/],
    ['cut values', fixture('float64.npy').subarray(0, 300), /breaks off: its header promises 2240 bytes/],
  ];
  it.each(damaged)('%s is an error that says what is wrong', (_name, bytes, message) => {
    expect(() => readNpyHeader(bytes, bytes.length)).toThrow(NpyFormatError);
    expect(() => readNpyHeader(bytes, bytes.length)).toThrow(message);
  });

  const withHeader = (text: string): Buffer => {
    const header = Buffer.from(text.padEnd(118));
    return Buffer.concat([
      Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
      Buffer.from([header.length, 0]),
      header,
    ]);
  };
  it.each([
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (9007199254740993,), }", /impossible shape/],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", /impossible shape/],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", /shape/],
    ["{'descr': '<f8', 'shape': (1,), }", /in which order/],
    ["{'descr': '<f8', 'fortran_order': False, 'shape': (1000000,), }", /breaks off/],
  ])('%s is refused', (header, message) => {
    const bytes = withHeader(header);
    expect(() => readNpyHeader(bytes, bytes.length)).toThrow(message);
  });

  it('an unknown type is said, and not read', () => {
    const bytes = withHeader("{'descr': '<f16', 'fortran_order': False, 'shape': (0,), }");
    expect(readNpyHeader(bytes, bytes.length)).toMatchObject({
      type: null,
      refusal: expect.stringMatching(/<f16/),
    });
  });
});

describe('an array as images', () => {
  it('is recognised by the place of its channels', () => {
    expect(imageLayout([48, 64, 3], false)).toMatchObject({
      width: 64,
      height: 48,
      channels: 3,
      imageCount: 1,
    });
    expect(imageLayout([10, 3, 48, 64], false)).toMatchObject({
      width: 64,
      height: 48,
      channels: 3,
      imageCount: 10,
    });
    expect(imageLayout([5, 28, 28], false)).toMatchObject({ width: 28, channels: 1, imageCount: 5 });
    expect(imageLayout([28, 28], false)).toMatchObject({ width: 28, height: 28, channels: 1 });
  });
  it('is none when it is too small, too large, a list or in Fortran order', () => {
    expect(imageLayout([100], false)).toBeNull();
    expect(imageLayout([4, 4], false)).toBeNull();
    expect(imageLayout([100_000, 28], false)).toBeNull();
    expect(imageLayout([28, 28], true)).toBeNull();
  });
});
