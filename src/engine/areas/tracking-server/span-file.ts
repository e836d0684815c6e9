import type { SpanDocument } from '../../core/traces/otlp-span.ts';
import { spanInFile } from '../../core/traces/span-in-file.ts';
import type { Reader } from '../../ports/store-handles.ts';
import { spanDocuments } from '../../store/trace-documents.ts';
import { tracePlace } from '../../store/trace-place.ts';

/** The stored spans of a trace as clients before MLflow 3.6 look for them, in a file; undefined where there are none. */
export const spanFileOf = (reader: Reader, traceId: string): string | undefined => {
  const spans = spanDocuments(reader, traceId);
  if (spans.length === 0) return undefined;
  return `{"spans":[${spans.map((json) => spanInFile(JSON.parse(json) as SpanDocument)).join(',')}]}`;
};

/** That file by its place below `mlflow-artifacts:/`. */
export const spanFileAt = (reader: Reader, path: string): string | undefined => {
  const [, traceId] = /(?:^|\/)traces\/([^/]+)\/artifacts\/traces\.json$/.exec(path) ?? [];
  return traceId !== undefined && path === `${tracePlace(reader, traceId)}/traces.json`
    ? spanFileOf(reader, traceId)
    : undefined;
};
