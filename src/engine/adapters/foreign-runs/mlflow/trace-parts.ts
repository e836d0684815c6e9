import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { WireFormatError } from '../../../core/protobuf/wire-reader.ts';
import type { AnyValue, OtlpSpan } from '../../../core/traces/otlp-span.ts';
import { readMlflowSpan, readSpanText, spansOfFile } from '../../../core/traces/read-mlflow-span.ts';
import { readOtlpSpans } from '../../../core/traces/read-otlp.ts';
import type { ForeignTraceFile, SkippedItem } from '../../../ports/foreign-runs.ts';
import { readSmallText } from '../guarded-files.ts';
import { listFiles } from '../list-artifacts.ts';
import { attempt, skipped } from '../skipped.ts';
import { spanFile } from './trace-places.ts';

/** More is not held in memory at once; 50,000 spans have some 100 MB. */
const maxSpanFileBytes = 256 * 1024 * 1024;

/** Spans as the database keeps them, each a JSON text. `where` is for what is skipped. */
export function* spansOfTexts(
  texts: Iterable<string>,
  traceId: string,
  where: string,
): Generator<OtlpSpan | SkippedItem> {
  for (const text of texts) yield* readSpan(() => readSpanText(text), traceId, where);
}

/** The spans that lie in `traces.json`; none where there is no such file. */
export function* spansInFolder(folder: string, traceId: string): Generator<OtlpSpan | SkippedItem> {
  const file = join(folder, spanFile);
  if (!existsSync(file)) return;
  const text = attempt(() => readSmallText(file, maxSpanFileBytes));
  if (!text.ok) {
    yield skipped('trace', file, `The spans of ${traceId}: ${text.reason}`);
    return;
  }
  let spans: readonly AnyValue[];
  try {
    spans = spansOfFile(text.value);
  } catch (thrown) {
    yield skipped('trace', file, `The spans of ${traceId}: ${reasonOf(thrown)}`);
    return;
  }
  for (const span of spans) yield* readSpan(() => span, traceId, file);
}

/** The spans of an archive, which are those of one trace. */
export function* spansInArchive(file: string, traceId: string): Generator<OtlpSpan | SkippedItem> {
  try {
    if (statSync(file).size > maxSpanFileBytes) throw new RangeError('It is too large.');
    yield* readOtlpSpans(readFileSync(file));
  } catch (thrown) {
    if (thrown instanceof WireFormatError || thrown instanceof RangeError || isSystemError(thrown))
      yield skipped('trace', file, `The spans of ${traceId}: ${thrown.message}`);
    else throw thrown;
  }
}

const isSystemError = (thrown: unknown): thrown is Error => thrown instanceof Error && 'syscall' in thrown;

function* readSpan(read: () => AnyValue, traceId: string, where: string): Generator<OtlpSpan | SkippedItem> {
  try {
    yield readMlflowSpan(read(), traceId);
  } catch (thrown) {
    yield skipped('trace', where, `A span of ${traceId}: ${reasonOf(thrown)}`);
  }
}

/** Defects of ours are still thrown. */
const reasonOf = (thrown: unknown): string => {
  if (thrown instanceof SyntaxError || thrown instanceof RangeError) return thrown.message;
  throw thrown;
};

export function* filesOfTrace(folder: string): Generator<ForeignTraceFile | SkippedItem> {
  for (const found of listFiles(folder))
    yield found.kind === 'file' ? { ...found, kind: 'trace-file' } : found;
}
