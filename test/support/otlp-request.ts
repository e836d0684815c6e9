import { createMessageWriter } from '../../src/engine/core/onnx/wire-writer.ts';

/** A span as a test describes it; times in milliseconds since 1970. */
export interface TestSpan {
  /** 16 bytes and 8 bytes as hexadecimal. */
  readonly traceId?: string;
  readonly id: string;
  readonly parentId?: string;
  readonly name?: string;
  readonly startMs?: number;
  readonly endMs?: number;
  /** 0 unset, 1 ok, 2 error. */
  readonly status?: number;
  /** Encoded `AnyValue`s by key; see `anyText`. */
  readonly attributes?: Readonly<Record<string, Uint8Array>>;
}

export const testTraceId = '0123456789abcdef0123456789abcdef';

const encoded = (write: (writer: ReturnType<typeof createMessageWriter>) => void): Uint8Array => {
  const writer = createMessageWriter();
  write(writer);
  return writer.finish();
};

export const anyText = (value: string): Uint8Array => encoded((writer) => writer.text(1, value));

/** Field numbers up to 15, which is one byte. */
export const fixed64 = (field: number, write: (view: DataView) => void): Uint8Array => {
  const bytes = new Uint8Array(9);
  bytes[0] = field * 8 + 1;
  write(new DataView(bytes.buffer, 1));
  return bytes;
};

const nanoseconds = (field: number, timeMs: number | undefined): Uint8Array =>
  timeMs === undefined
    ? new Uint8Array()
    : fixed64(field, (view) => view.setBigUint64(0, BigInt(timeMs) * 1_000_000n, true));

const spanMessage = (span: TestSpan): Uint8Array =>
  Buffer.concat([
    encoded((writer) => {
      writer.bytes(1, Buffer.from(span.traceId ?? testTraceId, 'hex'));
      writer.bytes(2, Buffer.from(span.id, 'hex'));
      if (span.parentId !== undefined) writer.bytes(4, Buffer.from(span.parentId, 'hex'));
      writer.text(5, span.name ?? 'span');
      for (const [key, value] of Object.entries(span.attributes ?? {}))
        writer.message(9, (attribute) => {
          attribute.text(1, key);
          attribute.bytes(2, value);
        });
      writer.message(15, (status) => status.varint(3, span.status ?? 0));
    }),
    nanoseconds(7, span.startMs ?? 1000),
    nanoseconds(8, span.endMs),
  ]);

/** An OTLP export request in protocol buffers. */
export const otlpRequest = (spans: readonly TestSpan[]): Buffer =>
  Buffer.from(
    encoded((request) =>
      request.message(1, (resource) =>
        resource.message(2, (scope) => {
          for (const span of spans) scope.bytes(2, spanMessage(span));
        }),
      ),
    ),
  );
