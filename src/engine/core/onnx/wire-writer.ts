/**
 * Writes protocol-buffer messages.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */
export interface MessageWriter {
  /** int32, int64, uint64, bool and enum fields. Negative numbers take ten bytes, as the format has it. */
  varint(field: number, value: number | bigint): void;
  /** A `float` field. */
  float(field: number, value: number): void;
  /** A `double` field. */
  double(field: number, value: number): void;
  /** A `fixed64` field. */
  fixed64(field: number, value: bigint): void;
  text(field: number, value: string): void;
  bytes(field: number, value: Uint8Array): void;
  message(field: number, write: (writer: MessageWriter) => void): void;
  /** A packed `repeated int64`: the values without tags, behind one length. */
  packedVarints(field: number, values: ArrayLike<number>): void;
  finish(): Uint8Array;
}

const wireVarint = 0;
const wireFixed64 = 1;
const wireLengthDelimited = 2;
const wireFixed32 = 5;
const encoder = new TextEncoder();

export function createMessageWriter(): MessageWriter {
  let buffer = new Uint8Array(256);
  let length = 0;

  function reserve(byteCount: number): void {
    if (length + byteCount <= buffer.length) return;
    const larger = new Uint8Array(Math.max(buffer.length * 2, length + byteCount));
    larger.set(buffer.subarray(0, length));
    buffer = larger;
  }

  function rawVarint(value: number | bigint): void {
    reserve(10);
    if (typeof value === 'bigint' || value < 0) {
      rawOf64Bits(BigInt(value));
      return;
    }
    // Division, not shifts: values above 2^31 are legal and shifts would cut them.
    let rest = value;
    while (rest > 0x7f) {
      buffer[length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    buffer[length++] = rest;
  }

  function rawOf64Bits(value: bigint): void {
    let rest = BigInt.asUintN(64, value);
    while (rest > 0x7fn) {
      buffer[length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    buffer[length++] = Number(rest);
  }

  function rawBytes(value: Uint8Array): void {
    rawVarint(value.length);
    reserve(value.length);
    buffer.set(value, length);
    length += value.length;
  }

  function tag(field: number, wireType: number): void {
    rawVarint(field * 8 + wireType);
  }

  const writer: MessageWriter = {
    varint(field, value) {
      tag(field, wireVarint);
      rawVarint(value);
    },
    float(field, value) {
      tag(field, wireFixed32);
      reserve(4);
      new DataView(buffer.buffer).setFloat32(length, value, true);
      length += 4;
    },
    double(field, value) {
      tag(field, wireFixed64);
      reserve(8);
      new DataView(buffer.buffer).setFloat64(length, value, true);
      length += 8;
    },
    fixed64(field, value) {
      tag(field, wireFixed64);
      reserve(8);
      new DataView(buffer.buffer).setBigUint64(length, value, true);
      length += 8;
    },
    text(field, value) {
      writer.bytes(field, encoder.encode(value));
    },
    bytes(field, value) {
      tag(field, wireLengthDelimited);
      rawBytes(value);
    },
    message(field, write) {
      const inner = createMessageWriter();
      write(inner);
      writer.bytes(field, inner.finish());
    },
    packedVarints(field, values) {
      tag(field, wireLengthDelimited);
      let byteCount = 0;
      for (let index = 0; index < values.length; index += 1) byteCount += varintSize(values[index]!);
      rawVarint(byteCount);
      for (let index = 0; index < values.length; index += 1) rawVarint(values[index]!);
    },
    finish: () => buffer.slice(0, length),
  };
  return writer;
}

function varintSize(value: number): number {
  if (value < 0) return 10;
  let size = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) size += 1;
  return size;
}
