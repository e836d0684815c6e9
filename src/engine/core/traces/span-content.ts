import type { SpanDetail } from '../../../shared/model/trace.ts';
import { type Attributes, contentOf, modelOf, otherAttributes, tokensOf } from './conventions.ts';
import { type Attribute, type OtlpSpan, plainValue, type SpanDocument, spanStatuses } from './otlp-span.ts';

type Document = Readonly<Record<string, unknown>>;

/** What a span says of itself, read from whichever form it is kept in. Times are nanoseconds since 1970. */
export interface SpanParts {
  readonly attributes: Attributes;
  readonly statusMessage: string | null;
  readonly events: readonly {
    readonly name: string;
    readonly atNs: bigint;
    readonly attributes: Attributes;
  }[];
  readonly links: readonly Omit<SpanDetail['links'][number], 'isHere'>[];
}

/** What people look at of it. */
export interface SpanContent
  extends Pick<SpanDetail, 'inputs' | 'outputs' | 'tokens' | 'model' | 'attributes' | 'statusMessage'> {
  readonly events: readonly (Omit<SpanDetail['events'][number], 'atMs'> & { readonly atNs: bigint })[];
  readonly links: SpanParts['links'];
}

export const spanContent = ({ attributes, statusMessage, events, links }: SpanParts): SpanContent => ({
  inputs: contentOf(attributes, 'inputs'),
  outputs: contentOf(attributes, 'outputs'),
  tokens: tokensOf(attributes),
  model: modelOf(attributes),
  attributes: otherAttributes(attributes),
  statusMessage,
  events: events.map((event) => ({
    ...event,
    attributes: Object.fromEntries(event.attributes),
    exception: event.name === 'exception' ? exceptionOf(event.attributes) : null,
  })),
  links,
});

const exceptionOf = (attributes: Attributes): SpanDetail['events'][number]['exception'] => {
  const text = (key: string): string | null => {
    const value = attributes.get(key);
    return value === undefined || value === null ? null : String(value);
  };
  return {
    type: text('exception.type'),
    message: text('exception.message'),
    stack: text('exception.stacktrace'),
  };
};

/** Of a span in OpenTelemetry's JSON, with the names of its schema. */
export const partsOfDocument = (document: Document): SpanParts => {
  const { message } = (document.status ?? {}) as { message?: string };
  return {
    attributes: attributesOf(document),
    statusMessage: message ?? null,
    events: listOf<Document>(document.events).map((event) => ({
      name: String(event.name ?? ''),
      atNs: BigInt(String(event.time_unix_nano ?? 0)),
      attributes: attributesOf(event),
    })),
    links: listOf<Document>(document.links).map((link) => ({
      traceId: `tr-${hexOf(link.trace_id)}`,
      spanId: hexOf(link.span_id),
      attributes: Object.fromEntries(attributesOf(link)),
    })),
  };
};

/** A stored document as the span that it was made of. */
export const spanOfDocument = (document: SpanDocument): OtlpSpan => {
  const { trace_id, span_id, parent_span_id: parent, name, status } = document;
  const { start_time_unix_nano: startNs, end_time_unix_nano: endNs } = document;
  const { code = '' } = (status ?? {}) as { code?: string };
  return {
    ...{ traceId: hexOf(trace_id), id: hexOf(span_id), parentId: parent ? hexOf(parent) : null },
    name: String(name ?? ''),
    status: spanStatuses.find((each) => code === `STATUS_CODE_${each.toUpperCase()}`) ?? 'unset',
    startNs: BigInt(String(startNs ?? 0)),
    endNs: endNs === undefined ? null : BigInt(String(endNs)),
    attributes: attributesOf(document),
    document,
  };
};

/** Attributes in OpenTelemetry's JSON, as plain values. */
export const attributesOf = (document: Document): Attributes =>
  new Map(listOf<Attribute>(document.attributes).map(({ key, value }) => [key, plainValue(value)]));

export const listOf = <Item>(value: unknown): readonly Item[] =>
  Array.isArray(value) ? (value as Item[]) : [];

export const hexOf = (base64: unknown): string =>
  Array.from(atob(String(base64 ?? '')), (letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join(
    '',
  );
