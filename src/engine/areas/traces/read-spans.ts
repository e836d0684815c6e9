import type { SpanDetail, SpanOutline } from '../../../shared/model/trace.ts';
import { type FileSpan, readSpanFile } from '../../core/traces/read-span-file.ts';
import { partsOfDocument, type SpanParts, spanContent } from '../../core/traces/span-content.ts';
import type { ObjectStore, Reader } from '../../ports/store-handles.ts';
import { proxiedPathOf } from '../../store/artifact-root.ts';
import { findFile } from '../../store/stored-files.ts';
import { findSpan, spanOutlines } from '../../store/trace-details.ts';
import { traceTag } from '../../store/trace-tags.ts';
import { findTraceExperiment } from '../../store/traces.ts';

interface Sources {
  readonly reader: Reader;
  readonly objects: ObjectStore;
}

/** In the order in which they began: those that were sent, else those that an older client left in a file. */
export const readSpans = async (sources: Sources, traceId: string): Promise<SpanOutline[]> => {
  const stored = spanOutlines(sources.reader, traceId);
  if (stored.length > 0) return stored;
  const spans = await spansOfFile(sources, traceId);
  const firstNs = firstOf(spans);
  return spans.map((span) => outlineOf(span, firstNs));
};

/** Undefined for a span that there is not. */
export const readSpan = async (
  sources: Sources,
  traceId: string,
  id: string,
): Promise<SpanDetail | undefined> => {
  const { reader } = sources;
  const stored = findSpan(reader, traceId, id);
  if (stored !== undefined) {
    const { documentJson, traceStartNs, ...outline } = stored;
    const parts = partsOfDocument(JSON.parse(documentJson) as Record<string, unknown>);
    return detailOf(reader, outline, parts, BigInt(traceStartNs));
  }
  const spans = await spansOfFile(sources, traceId);
  const found = spans.find((span) => span.id === id);
  if (found === undefined) return undefined;
  const firstNs = firstOf(spans);
  const outline = { ...outlineOf(found, firstNs), startedAtMs: Number(found.startNs) / 1e6 };
  return detailOf(reader, outline, found.parts, firstNs);
};

const detailOf = (
  reader: Reader,
  outline: SpanOutline & { startedAtMs: number },
  parts: SpanParts,
  firstNs: bigint,
): SpanDetail => {
  const { events, links, ...content } = spanContent(parts);
  return {
    ...outline,
    ...content,
    events: events.map(({ atNs, ...event }) => ({ ...event, atMs: Number(atNs - firstNs) / 1e6 })),
    links: links.map((link) => ({
      ...link,
      isHere: findTraceExperiment(reader, link.traceId) !== undefined,
    })),
  };
};

/** Where the tracking server told the client to put it. */
const spansOfFile = async ({ reader, objects }: Sources, traceId: string): Promise<FileSpan[]> => {
  const place = proxiedPathOf(traceTag(reader, traceId, 'mlflow.artifactLocation') ?? '');
  const file = place === undefined ? undefined : findFile(reader, `${place}/traces.json`);
  if (file === undefined) return [];
  const spans = readSpanFile(new TextDecoder().decode(await objects.read(file.digest)), traceId);
  return spans.sort((one, other) => Number(one.startNs - other.startNs));
};

const firstOf = (spans: readonly FileSpan[]): bigint => spans[0]?.startNs ?? 0n;

const outlineOf = ({ parts: _, startNs, endNs, ...span }: FileSpan, firstNs: bigint): SpanOutline => ({
  ...span,
  startMs: Number(startNs - firstNs) / 1e6,
  durationMs: endNs === null ? null : Number(endNs - startNs) / 1e6,
});
