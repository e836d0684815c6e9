import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type {
  ForeignAssessment,
  ForeignItem,
  ForeignTrace,
  SkippedItem,
} from '../../../ports/foreign-runs.ts';
import { listFolder, readSmallText, UnreadableFile } from '../guarded-files.ts';
import { toAssessment } from '../mlflow/assessments.ts';
import { isRunId, parseTimeMs } from '../mlflow/identifiers.ts';
import type { ArtifactLocator } from '../mlflow/locate-artifacts.ts';
import { filesOfTrace, spansInFolder } from '../mlflow/trace-parts.ts';
import { archivePlaceTag, artifactPlaceTag, outsideOfSource } from '../mlflow/trace-places.ts';
import { parseTraceState } from '../mlflow/trace-state.ts';
import { attempt, skipped } from '../skipped.ts';
import { parseMetaYaml } from './parse-meta-yaml.ts';
import { readEntryFiles } from './read-entry-files.ts';

export interface TraceFolderRequest {
  readonly folder: string;
  readonly traceId: string;
  readonly experimentId: string;
  readonly locator: ArtifactLocator;
}

export const traceFile = 'trace_info.yaml';
const maxBytes = 4 * 1024 * 1024;

/**
 * A trace of an experiment: `trace_info.yaml` as clients of MLflow 2 (`request_id`, `timestamp_ms` …) or 3 (`trace_id`, `request_time` …) write
 * it, with its tags, metadata and assessments beside it. Its spans are a file among its artifacts.
 */
export function* readTraceFolder(request: TraceFolderRequest): Generator<ForeignItem> {
  const { folder, traceId } = request;
  const tags = readEntryFiles(join(folder, 'tags'), 'trace');
  const metadata = ['request_metadata', 'trace_metadata'].map((name) =>
    readEntryFiles(join(folder, name), 'trace'),
  );
  const info = attempt(() => readInfo(request));
  if (!info.ok) {
    yield skipped('trace', join(folder, traceFile), info.reason);
    return;
  }
  yield* tags.skipped;
  for (const part of metadata) yield* part.skipped;
  const { assessments, skips } = readAssessments(join(folder, 'assessments'));
  yield* skips;
  const place = tags.entries.find(([key]) => key === artifactPlaceTag)?.[1] ?? null;
  const found = placeOfFiles(request, place);
  if (found === null && place !== null && !request.locator.knowsPlaceOf(place, traceId))
    yield skipped('trace', folder, outsideOfSource(traceId, place));
  yield {
    kind: 'trace',
    id: traceId,
    experimentId: request.experimentId,
    ...info.value,
    tags: tags.entries.filter(([key]) => key !== artifactPlaceTag && key !== archivePlaceTag),
    metadata: metadata.flatMap(({ entries }) => entries),
    assessments,
    spans: found === null ? [] : spansInFolder(found, traceId),
    files: found === null ? [] : filesOfTrace(found),
  };
}

type Info = Pick<
  ForeignTrace,
  'requestedAtMs' | 'durationMs' | 'state' | 'clientRequestId' | 'requestPreview' | 'responsePreview'
>;

const readInfo = ({ folder, traceId }: TraceFolderRequest): Info => {
  if (!isRunId(traceId)) throw new UnreadableFile('The name of its folder is no id of a trace.');
  const text = readSmallText(join(folder, traceFile), maxBytes);
  if (text === '') throw new UnreadableFile('It is empty.');
  const { scalars } = parseMetaYaml(text);
  const field = (name: string): string | null => scalars.get(name) ?? null;
  if ((field('trace_id') ?? field('request_id')) !== traceId)
    throw new UnreadableFile('It is of another trace than its folder.');
  const requestedAtMs = parseTimeMs(field('timestamp_ms')) ?? timeOf(field('request_time'));
  if (requestedAtMs === null) throw new UnreadableFile('It does not say when the trace began.');
  return {
    requestedAtMs,
    durationMs:
      parseTimeMs(field('execution_time_ms')) ??
      parseTimeMs(field('execution_duration_ms')) ??
      durationOf(field('execution_duration')),
    state: parseTraceState(field('state') ?? field('status')),
    clientRequestId: field('client_request_id'),
    requestPreview: field('request_preview'),
    responsePreview: field('response_preview'),
  };
};

const timeOf = (text: string | null): number | null => {
  const timeMs = text === null ? Number.NaN : Date.parse(text);
  return Number.isFinite(timeMs) ? timeMs : null;
};

/** Such as `1.234s`. */
const durationOf = (text: string | null): number | null => {
  const [, seconds] = /^(-?\d+(?:\.\d+)?)s?$/.exec(text ?? '') ?? [];
  return seconds === undefined ? null : Math.round(Number(seconds) * 1000);
};

const placeOfFiles = (
  { folder, traceId, locator }: TraceFolderRequest,
  place: string | null,
): string | null => {
  const located = place === null ? null : locator.find(place, traceId);
  if (located !== null) return located;
  const isBeside = listFolder(folder).some(({ name, type }) => name === 'artifacts' && type === 'folder');
  return isBeside ? join(folder, 'artifacts') : null;
};

const readAssessments = (folder: string): { assessments: ForeignAssessment[]; skips: SkippedItem[] } => {
  const assessments: ForeignAssessment[] = [];
  const skips: SkippedItem[] = [];
  const listing = attempt(() => listFolder(folder));
  if (!listing.ok) skips.push(skipped('trace', folder, listing.reason));
  for (const { name } of listing.ok ? listing.value : []) {
    const file = join(folder, name);
    const read = attempt(() => toAssessment(readYaml(file)));
    if (read.ok) assessments.push(read.value);
    else skips.push(skipped('trace', file, read.reason));
  }
  return { assessments, skips };
};

/** As Python's YAML writes it, which is that of version 1.1. What stands for something else is never expanded. */
const readYaml = (file: string): Readonly<Record<string, unknown>> => {
  const document = parseDocument(readSmallText(file, maxBytes), { schema: 'yaml-1.1', uniqueKeys: false });
  const [problem] = document.errors;
  if (problem !== undefined) throw new UnreadableFile(`It is not YAML: ${problem.message.split('\n', 1)[0]}`);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch (thrown) {
    throw new UnreadableFile(`It is not YAML: ${thrown instanceof Error ? thrown.message : ''}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UnreadableFile('It is no YAML mapping.');
  return value as Readonly<Record<string, unknown>>;
};
