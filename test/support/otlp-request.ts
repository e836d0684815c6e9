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
  readonly statusMessage?: string;
  readonly events?: readonly { name: string; atMs: number; attributes?: Readonly<Record<string, unknown>> }[];
  readonly links?: readonly { traceId: string; spanId: string }[];
}

export const testTraceId = '0123456789abcdef0123456789abcdef';

const encoded = (write: (writer: ReturnType<typeof createMessageWriter>) => void): Uint8Array => {
  const writer = createMessageWriter();
  write(writer);
  return writer.finish();
};

export const anyText = (value: string): Uint8Array => encoded((writer) => writer.text(1, value));

/** Any JSON as an `AnyValue`; numbers must be whole. */
export const anyJson = (value: unknown): Uint8Array =>
  encoded((writer) => {
    if (typeof value === 'string') writer.text(1, value);
    else if (typeof value === 'boolean') writer.varint(2, Number(value));
    else if (typeof value === 'number') writer.varint(3, value);
    else if (Array.isArray(value))
      writer.message(5, (list) => {
        for (const item of value) list.bytes(1, anyJson(item));
      });
    else if (typeof value === 'object' && value !== null)
      writer.message(6, (map) => {
        for (const pair of attributeMessages(value)) map.bytes(1, pair);
      });
  });

const attributeMessages = (values: object): Uint8Array[] =>
  Object.entries(values).map(([key, value]) =>
    encoded((attribute) => {
      attribute.text(1, key);
      attribute.bytes(2, anyJson(value));
    }),
  );

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
    : fixed64(field, (view) => view.setBigUint64(0, BigInt(Math.round(timeMs * 1000)) * 1000n, true));

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
      for (const { name, atMs, attributes } of span.events ?? [])
        writer.bytes(
          11,
          Buffer.concat([
            nanoseconds(1, atMs),
            encoded((event) => {
              event.text(2, name);
              for (const pair of attributeMessages(attributes ?? {})) event.bytes(3, pair);
            }),
          ]),
        );
      for (const { traceId, spanId } of span.links ?? [])
        writer.message(13, (link) => {
          link.bytes(1, Buffer.from(traceId, 'hex'));
          link.bytes(2, Buffer.from(spanId, 'hex'));
        });
      writer.message(15, (status) => {
        if (span.statusMessage !== undefined) status.text(2, span.statusMessage);
        status.varint(3, span.status ?? 0);
      });
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
