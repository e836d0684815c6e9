import { createMessageWriter, type MessageWriter } from '../onnx/wire-writer.ts';
import {
  type AnyValue,
  type Attribute,
  type OtlpSpan,
  spanKindOf,
  spanKinds,
  spanStatuses,
} from './otlp-span.ts';

/** Spans as an OTLP export request in protocol buffers (opentelemetry-proto 1.x, `ExportTraceServiceRequest`). */
export const writeOtlpSpans = (spans: readonly OtlpSpan[]): Uint8Array => {
  const request = createMessageWriter();
  request.message(1, (resource) =>
    resource.message(2, (scope) => {
      for (const span of spans) scope.message(2, (writer) => writeSpan(writer, span));
    }),
  );
  return request.finish();
};

interface Event {
  readonly name: string;
  readonly time_unix_nano: string;
  readonly attributes?: readonly Attribute[];
}

interface Link {
  readonly trace_id: string;
  readonly span_id: string;
  readonly attributes?: readonly Attribute[];
}

const writeSpan = (writer: MessageWriter, span: OtlpSpan): void => {
  const { document } = span;
  const { events = [], links = [] } = document as { events?: readonly Event[]; links?: readonly Link[] };
  const { message = '' } = (document.status ?? {}) as { message?: string };
  writer.bytes(1, bytesOfHex(span.traceId));
  writer.bytes(2, bytesOfHex(span.id));
  if (span.parentId !== null) writer.bytes(4, bytesOfHex(span.parentId));
  writer.text(5, span.name);
  const kind = spanKinds.indexOf(spanKindOf(document.kind));
  if (kind > 0) writer.varint(6, kind);
  writer.fixed64(7, span.startNs);
  if (span.endNs !== null) writer.fixed64(8, span.endNs);
  writeAttributes(writer, 9, document.attributes);
  for (const event of events)
    writer.message(11, (inner) => {
      inner.fixed64(1, BigInt(event.time_unix_nano));
      inner.text(2, event.name);
      writeAttributes(inner, 3, event.attributes ?? []);
    });
  for (const link of links)
    writer.message(13, (inner) => {
      inner.bytes(1, bytesOfBase64(link.trace_id));
      inner.bytes(2, bytesOfBase64(link.span_id));
      writeAttributes(inner, 4, link.attributes ?? []);
    });
  writer.message(15, (status) => {
    if (message !== '') status.text(2, message);
    status.varint(3, spanStatuses.indexOf(span.status));
  });
};

const writeAttributes = (writer: MessageWriter, field: number, attributes: readonly Attribute[]): void => {
  for (const { key, value } of attributes)
    writer.message(field, (pair) => {
      pair.text(1, key);
      pair.message(2, (inner) => writeValue(inner, value));
    });
};

const writeValue = (writer: MessageWriter, value: AnyValue): void => {
  const { string_value: text, bool_value: isTrue, int_value: digits, double_value: number } = value;
  if (text !== undefined) writer.text(1, String(text));
  else if (isTrue !== undefined) writer.varint(2, isTrue === true ? 1 : 0);
  else if (digits !== undefined) writer.varint(3, BigInt(String(digits)));
  else if (number !== undefined) writer.double(4, Number(number));
  else if ('array_value' in value)
    writer.message(5, (list) => {
      for (const item of (value.array_value as { values: AnyValue[] }).values)
        list.message(1, (inner) => writeValue(inner, item));
    });
  else if ('kvlist_value' in value)
    writer.message(6, (map) =>
      writeAttributes(map, 1, (value.kvlist_value as { values: Attribute[] }).values),
    );
  else if ('bytes_value' in value) writer.bytes(7, bytesOfBase64(String(value.bytes_value)));
};

const bytesOfBase64 = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

const bytesOfHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
