import * as protobuf from '../protobuf/wire-reader.ts';
import { OnnxFormatError } from './onnx-format-error.ts';

export type { WireField } from '../protobuf/wire-reader.ts';

/** The fields of a message; what is wrong with them is an `OnnxFormatError`. */
export function* readFields(bytes: Uint8Array): Generator<protobuf.WireField> {
  try {
    yield* protobuf.readFields(bytes);
  } catch (thrown) {
    throw asOnnxError(thrown);
  }
}

export function decodeText(bytes: Uint8Array): string {
  try {
    return protobuf.decodeText(bytes);
  } catch (thrown) {
    throw asOnnxError(thrown);
  }
}

const asOnnxError = (thrown: unknown): unknown =>
  thrown instanceof protobuf.WireFormatError
    ? new OnnxFormatError(`The file is damaged, truncated or is not an ONNX file: ${thrown.message}.`)
    : thrown;
