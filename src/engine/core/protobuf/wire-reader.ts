/** The bytes are no protocol-buffer message; the message says what is wrong, without naming a file or a format. */
export class WireFormatError extends Error {
  override readonly name = 'WireFormatError';
}

/**
 * One field of a protocol-buffer message. A number beyond 2^53 is also there with all its digits; a fixed field is its 4 or 8 bytes, because only the reader of the field knows whether they are a float, a double or an integer.
 */
export type WireField =
  | { readonly number: number; readonly kind: 'varint'; readonly value: number; readonly exact?: bigint }
  | { readonly number: number; readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly number: number; readonly kind: 'fixed'; readonly value: Uint8Array };

/**
 * The fields of a message in the order they stand, as views of `bytes`. Never reads outside `bytes`, whatever they hold: a length that
 * reaches beyond the end, an endless varint, group tags and field number 0 are a `WireFormatError`.
 * Source: https://protobuf.dev/programming-guides/encoding/
 */
export function* readFields(bytes: Uint8Array): Generator<WireField> {
  let position = 0;
  /** The last number that was a long one. */
  let exact = 0n;

  function skip(byteCount: number): void {
    if (byteCount > bytes.length - position) {
      throw new WireFormatError('a length in it reaches beyond its end');
    }
    position += byteCount;
  }

  function takeByte(): number {
    skip(1);
    return bytes[position - 1]!;
  }

  function take(byteCount: number): Uint8Array {
    skip(byteCount);
    return bytes.subarray(position - byteCount, position);
  }

  /** At most seven bytes, so that the sum is exact; that is nearly every varint of a real file. */
  function varint(): number {
    const start = position;
    let value = 0;
    for (let scale = 1; scale < 2 ** 49; scale *= 0x80) {
      const byte = takeByte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    position = start;
    exact = longVarint();
    return Number(exact);
  }

  function longVarint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = takeByte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
    throw new WireFormatError('it holds a number of more than ten bytes');
  }

  const varintField = (number: number, value: number): WireField =>
    Number.isSafeInteger(value)
      ? { number, kind: 'varint', value }
      : { number, kind: 'varint', value, exact };

  while (position < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    if (number < 1) throw new WireFormatError('it holds an impossible field');
    switch (tag % 8) {
      case 0:
        yield varintField(number, varint());
        break;
      case 1:
        yield { number, kind: 'fixed', value: take(8) };
        break;
      case 2: {
        const length = varint();
        // A negative length would move the position backwards.
        yield { number, kind: 'bytes', value: take(length < 0 ? Number.POSITIVE_INFINITY : length) };
        break;
      }
      case 5:
        yield { number, kind: 'fixed', value: take(4) };
        break;
      default:
        throw new WireFormatError('it holds a field of an unknown kind');
    }
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

export const decodeText = (bytes: Uint8Array): string => {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new WireFormatError('a text in it is not UTF-8');
  }
};

/** A `double` or `float` field: 8 or 4 bytes. */
export const decodeFloat = (bytes: Uint8Array): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes.length === 8 ? view.getFloat64(0, true) : view.getFloat32(0, true);
};
