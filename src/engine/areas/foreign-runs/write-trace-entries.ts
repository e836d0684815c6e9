import { findAssessmentTrace, putAssessment } from '../../store/assessments.ts';
import { experimentIdOf } from '../../store/experiments.ts';
import {
  addTraceEntries,
  endedSpans,
  findTraceSource,
  recordImportedTrace,
  updateImportedTrace,
} from '../../store/foreign-traces.ts';
import { findFile, putFile } from '../../store/stored-files.ts';
import { tagOwnPlace, tracePlace } from '../../store/trace-place.ts';
import { setTraceMetadata, tokenUsageKey } from '../../store/trace-tags.ts';
import { addSpans, describeTrace, findTraceExperiment } from '../../store/traces.ts';
import type { EntryWriting } from './entry-writing.ts';
import type { SpansEntry, TraceEntry, TraceFileEntry } from './import-entries.ts';

export const writeTrace = (writing: EntryWriting, entry: TraceEntry): void => {
  const { writer, source, nowMs, added, refuse } = writing;
  const { id, experiment, tags, metadata, assessments } = entry;
  const known = findTraceExperiment(writer, id);
  const origin = findTraceSource(writer, id);
  if (known !== undefined && origin?.number !== source) {
    const reason = `This project has a trace with this id ${origin === undefined ? 'that was recorded here' : `from ${origin.path}`}.`;
    refuse({ subject: 'trace', reason, file: id, runId: null });
    return;
  }
  if (known === undefined) {
    describeTrace(writer, { ...entry, experimentId: experimentIdOf(writer, experiment, nowMs) });
    tagOwnPlace(writer, id);
    recordImportedTrace(writer, id, source);
    added('traces');
  } else updateImportedTrace(writer, entry);
  addTraceEntries(writer, 'trace_tags', id, tags);
  addTraceEntries(writer, 'trace_metadata', id, metadata);
  for (const assessment of assessments) {
    const owner = findAssessmentTrace(writer, assessment.id);
    if (owner === undefined) putAssessment(writer, { ...assessment, traceId: id });
    else if (owner !== id)
      refuse({
        subject: 'trace',
        reason: `The assessment ${assessment.id} is of the trace ${owner} here.`,
        file: id,
        runId: null,
      });
  }
};

const isFromSource = ({ writer, source }: EntryWriting, traceId: string): boolean =>
  findTraceSource(writer, traceId)?.number === source;

/** What has ended here stays; what went on is as the source has it now. */
export const writeSpans = (writing: EntryWriting, { traceId: id, spans, tokenUsage }: SpansEntry): void => {
  if (!isFromSource(writing, id)) return;
  const { writer } = writing;
  const experimentId = findTraceExperiment(writer, id)!;
  const ended = endedSpans(
    writer,
    id,
    spans.map((span) => span.id),
  );
  const fresh = spans.filter((span) => !ended.has(span.id));
  if (fresh.length === 0) return;
  addSpans(
    writer,
    { id, experimentId },
    fresh.map(({ startNs, endNs, ...span }) => ({
      ...span,
      startNs: BigInt(startNs),
      endNs: endNs === null ? null : BigInt(endNs),
    })),
  );
  if (tokenUsage !== null) setTraceMetadata(writer, id, tokenUsageKey, tokenUsage);
};

export const writeTraceFile = (writing: EntryWriting, entry: TraceFileEntry): void => {
  const { traceId, staged, isArtifact } = entry;
  const { writer, objects, fileOf } = writing;
  const place = tracePlace(writer, traceId);
  if (place === undefined || !isFromSource(writing, traceId)) return;
  const path = `${place}/${entry.path}`;
  objects.place(writer, fileOf(staged), staged);
  if (findFile(writer, path)?.digest === staged.digest) return;
  putFile(writer, path, staged);
  if (isArtifact) writing.added('artifacts');
};
