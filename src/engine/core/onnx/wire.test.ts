import { describe, expect, test } from 'vitest';
import { OnnxFormatError } from './onnx-format-error.ts';
import { decodeText, readFields } from './wire-reader.ts';
import { createMessageWriter } from './wire-writer.ts';

describe('protocol-buffer wire format', () => {
  test('writes the examples of the encoding guide', () => {
    const writer = createMessageWriter();
    writer.varint(1, 150);
    writer.text(2, 'testing');
    expect([...writer.finish()]).toEqual([
      0x08, 0x96, 0x01, 0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67,
    ]);
  });

  test('writes packed numbers behind one length', () => {
    const writer = createMessageWriter();
    writer.packedVarints(6, [3, 270, 86942]);
    expect([...writer.finish()]).toEqual([0x32, 0x06, 0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05]);
  });

  test.each([0, 1, 127, 128, 2 ** 31, 2 ** 32 + 5, Number.MAX_SAFE_INTEGER, -1, -(2 ** 40)])(
    'reads back %d',
    (value) => {
      const writer = createMessageWriter();
      writer.varint(3, value);
      expect([...readFields(writer.finish())]).toEqual([{ number: 3, kind: 'varint', value }]);
    },
  );

  test('reads back a number beyond 2^53 with all its digits', () => {
    const writer = createMessageWriter();
    writer.varint(3, 2n ** 53n + 1n);
    expect([...readFields(writer.finish())]).toMatchObject([{ number: 3, exact: 2n ** 53n + 1n }]);
  });

  test('packs negative numbers and large ones as long as they are', () => {
    const writer = createMessageWriter();
    writer.packedVarints(1, [-1, 2 ** 45, 5]);
    writer.varint(2, 9);
    const fields = [...readFields(writer.finish())];
    expect(fields.map((field) => field.number)).toEqual([1, 2]);
  });

  test('reads back nested messages, longer than the first buffer', () => {
    const writer = createMessageWriter();
    const long = 'ü'.repeat(1000);
    writer.message(7, (inner) => inner.text(1, long));
    writer.float(2, 0.5);
    const [message, fixed] = [...readFields(writer.finish())];
    expect(fixed).toEqual({ number: 2, kind: 'fixed', value: Uint8Array.of(0, 0, 0, 0x3f) });
    if (message?.kind !== 'bytes') throw new Error('expected a message');
    const [text] = [...readFields(message.value)];
    expect(text?.kind === 'bytes' && decodeText(text.value)).toBe(long);
  });

  test.each([
    ['a length beyond the end', [0x12, 0x05, 0x61]],
    ['a length of 2^63', [0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    ['an endless number', [0x08, ...new Array(11).fill(0xff)]],
    ['a number without an end', [0x08, 0x80]],
    ['a group', [0x0b]],
    ['field number 0', [0x00, 0x01]],
    ['a cut fixed field', [0x0d, 0x00, 0x00]],
  ])('refuses %s', (_, bytes) => {
    expect(() => [...readFields(Uint8Array.from(bytes))]).toThrow(OnnxFormatError);
  });

  test('refuses a text that is not UTF-8', () => {
    expect(() => decodeText(Uint8Array.of(0xc3, 0x28))).toThrow(OnnxFormatError);
  });
});
