import type { OtlpSpan } from '../../core/traces/otlp-span.ts';
import { isNamedByItsSpans } from '../../core/traces/trace-id.ts';
import type { ForeignTrace, ForeignTraceFile, SkippedItem } from '../../ports/foreign-runs.ts';
import { toStoredSpan } from '../../store/stored-span.ts';
import { tokenUsageKey } from '../../store/trace-tags.ts';
import { earliestMs, latestMs } from '../../store/traces.ts';
import type { JsonSpan, SpansEntry, TraceEntry } from './import-entries.ts';

/** About as much as a span of a language model holds, a hundred times. */
const spansInEntry = 100;
const charactersInEntry = 200_000;

export const spanFile = 'traces.json';
const spansPlaceTag = 'mlflow.trace.spansLocation';

/** Whether the file is needed besides the spans that were read of it. */
export const isFileToKeep = ({ path }: ForeignTraceFile, id: string, hasSpans: boolean): boolean =>
  path !== spanFile || !hasSpans || !isNamedByItsSpans(id);

/** Why the trace cannot be kept here; null: it can. */
export const traceProblem = ({ id, requestedAtMs }: ForeignTrace): string | null =>
  requestedAtMs >= earliestMs && requestedAtMs <= latestMs
    ? null
    : `${id} did not begin between the years 1 and 9999, and clients could not read it.`;

/** The tag that says where its spans are says so of this project. */
export const toTraceEntry = (
  { kind, spans: _spans, files: _files, experimentId: _experimentId, ...trace }: ForeignTrace,
  experiment: string,
  hasSpans: boolean,
): TraceEntry => {
  const isHere = hasSpans && isNamedByItsSpans(trace.id);
  const others = trace.tags.filter(([key]) => key !== spansPlaceTag);
  return {
    ...trace,
    kind,
    experiment,
    tags: isHere ? [...others, [spansPlaceTag, 'TRACKING_STORE']] : others,
  };
};

/** The spans in parts of bounded size, each read when it is asked for. */
export function* spanEntries(
  { id, spans, metadata }: ForeignTrace,
  skip: (item: SkippedItem) => void,
): Generator<SpansEntry> {
  const tokenUsage = metadata.find(([key]) => key === tokenUsageKey)?.[1] ?? null;
  let part: JsonSpan[] = [];
  let characters = 0;
  for (const item of spans) {
    if ('kind' in item) {
      skip(item);
      continue;
    }
    const span = toJsonSpan(item, id);
    part.push(span);
    characters += span.documentJson.length;
    if (part.length < spansInEntry && characters < charactersInEntry) continue;
    yield { kind: 'spans', traceId: id, spans: part, tokenUsage };
    part = [];
    characters = 0;
  }
  if (part.length > 0) yield { kind: 'spans', traceId: id, spans: part, tokenUsage };
}

const toJsonSpan = (span: OtlpSpan, traceId: string): JsonSpan => {
  const { startNs, endNs, ...stored } = toStoredSpan(span, traceId);
  return { ...stored, startNs: String(startNs), endNs: endNs === null ? null : String(endNs) };
};
