import type { SpanOutline } from '../../../shared/model/trace.ts';
import { typeOf } from './conventions.ts';
import type { OtlpSpan } from './otlp-span.ts';
import { readMlflowSpan, spansOfFile } from './read-mlflow-span.ts';
import { partsOfDocument, type SpanParts } from './span-content.ts';

/** A span of a file. */
export interface FileSpan extends Omit<SpanOutline, 'startMs' | 'durationMs'> {
  /** Nanoseconds since 1970. */
  readonly startNs: bigint;
  readonly endNs: bigint | null;
  readonly parts: SpanParts;
}

/**
 * The spans of `traces.json`, the file in which MLflow's clients before version 3.6 leave them beside the trace. What is no such file holds
 * no spans; what is no span is passed over.
 */
export const readSpanFile = (text: string, traceId: string): FileSpan[] => {
  try {
    return spansOfFile(text).flatMap((span) => {
      try {
        return [toFileSpan(readMlflowSpan(span, traceId))];
      } catch (thrown) {
        if (thrown instanceof RangeError) return [];
        throw thrown;
      }
    });
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof RangeError) return [];
    throw thrown;
  }
};

const toFileSpan = ({
  id,
  parentId,
  name,
  status,
  startNs,
  endNs,
  attributes,
  document,
}: OtlpSpan): FileSpan => ({
  ...{ id, parentId, name, status, startNs, endNs },
  type: typeOf(attributes),
  parts: partsOfDocument(document),
});
