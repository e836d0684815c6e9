/** The bytes are no ONNX file that we accept; the message says what is wrong and what to do. */
export class OnnxFormatError extends Error {
  override readonly name = 'OnnxFormatError';
}
