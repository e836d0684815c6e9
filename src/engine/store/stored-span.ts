import { tokensOf, typeOf } from '../core/traces/conventions.ts';
import type { OtlpSpan } from '../core/traces/otlp-span.ts';
import type { StoredSpan } from './traces.ts';

const traceIdKey = 'mlflow.traceRequestId';

/** A span as it is kept. Which trace it belongs to is not the span's to say. */
export const toStoredSpan = (span: OtlpSpan, traceId: string): StoredSpan => {
  const own = { key: traceIdKey, value: { string_value: traceId } };
  const said = span.document.attributes.map((each) => (each.key === traceIdKey ? own : each));
  const attributes = said.includes(own) ? said : [...said, own];
  return {
    ...{ id: span.id, parentId: span.parentId, name: span.name, status: span.status },
    ...{ startNs: span.startNs, endNs: span.endNs },
    type: typeOf(span.attributes),
    tokens: tokensOf(span.attributes),
    documentJson: JSON.stringify({ ...span.document, attributes }),
  };
};
