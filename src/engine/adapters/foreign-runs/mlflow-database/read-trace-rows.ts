import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { OtlpSpan } from '../../../core/traces/otlp-span.ts';
import type {
  Entries,
  ForeignAssessment,
  ForeignItem,
  ForeignTrace,
  SkippedItem,
} from '../../../ports/foreign-runs.ts';
import { isRunId, parseTimeMs } from '../mlflow/identifiers.ts';
import { filesOfTrace, spansInArchive, spansInFolder, spansOfTexts } from '../mlflow/trace-parts.ts';
import {
  archiveFile,
  archivePlaceTag,
  artifactPlaceTag,
  outsideOfSource,
  spansPlaceTag,
} from '../mlflow/trace-places.ts';
import { parseTraceState } from '../mlflow/trace-state.ts';
import { attempt, skipped } from '../skipped.ts';
import { assessmentColumns, readAssessmentRow } from './read-assessment-row.ts';
import type { DatabaseReading } from './reading.ts';
import { type Row, textOf } from './tables.ts';
import { hasPromotedFacts, promotedFacts } from './trace-facts.ts';

const infoColumns = [
  'request_id',
  'experiment_id',
  'timestamp_ms',
  'execution_time_ms',
  'status',
  'client_request_id',
  'request_preview',
  'response_preview',
];

/** What traces are made of besides `trace_info`: read trace by trace, through indexes that every revision has. */
const partTables = {
  trace_tags: 'request_id',
  trace_request_metadata: 'request_id',
  spans: 'trace_id',
  assessments: 'trace_id',
} as const;

/** Those that are read here, or are derived from them. */
export const traceTables = [
  'trace_info',
  ...Object.keys(partTables),
  ...['trace_metrics', 'span_metrics', 'entity_associations', 'sql_trace_metric_daily_rollups'],
  ...['sql_span_cost_daily_rollups', 'sql_assessment_daily_rollups', 'sql_trace_rollup_rebuild_queue'],
];

/** Traces of MLflow 2.14 and newer, in the order of their ids. */
export function* readTraceRows(
  reading: DatabaseReading,
  experimentIds: { has(id: string): boolean },
): Generator<ForeignItem> {
  const { tables, file } = reading;
  if (!tables.has('trace_info')) return;
  try {
    for (const row of tables.selectText('trace_info', infoColumns, 'ORDER BY request_id').iterate()) {
      const id = textOf(row, 'request_id') ?? '';
      const requestedAtMs = parseTimeMs(textOf(row, 'timestamp_ms'));
      if (!isRunId(id) || !experimentIds.has(textOf(row, 'experiment_id') ?? ''))
        yield skipped('trace', file, `“${id}” has no valid id or no experiment.`);
      else if (requestedAtMs === null) yield skipped('trace', file, `${id} does not say when it began.`);
      else yield* readTrace(reading, row, { id, requestedAtMs });
    }
    yield* leftOverRows(reading);
  } catch (thrown) {
    yield damaged(file, 'traces', thrown);
  }
}

function* readTrace(
  reading: DatabaseReading,
  row: Row,
  { id, requestedAtMs }: Pick<ForeignTrace, 'id' | 'requestedAtMs'>,
): Generator<ForeignItem> {
  const { assessments, skips } = readAssessments(reading, id);
  const tags = entriesOf(reading, 'trace_tags', id);
  const { metadata, skips: linkSkips } = withLinkedRun(
    reading,
    id,
    entriesOf(reading, 'trace_request_metadata', id),
  );
  yield* skips;
  yield* linkSkips;
  const facts = promotedFacts(reading, id);
  yield {
    kind: 'trace',
    ...{ id, requestedAtMs },
    experimentId: textOf(row, 'experiment_id') ?? '',
    durationMs: parseTimeMs(textOf(row, 'execution_time_ms')),
    state: parseTraceState(textOf(row, 'status')),
    clientRequestId: textOf(row, 'client_request_id'),
    requestPreview: textOf(row, 'request_preview'),
    responsePreview: textOf(row, 'response_preview'),
    tags: [
      ...tags.filter(
        ([key]) => key !== artifactPlaceTag && key !== archivePlaceTag && !hasPromotedFacts(reading, key),
      ),
      ...facts.tags,
    ],
    metadata: [...metadata.filter(([key]) => !hasPromotedFacts(reading, key)), ...facts.metadata],
    assessments,
    ...partsOf(reading, id, new Map(tags)),
  };
}

/** Where the spans are is what the tags say, and files may lie beside them in any case. */
const partsOf = (
  reading: DatabaseReading,
  id: string,
  tags: ReadonlyMap<string, string>,
): Pick<ForeignTrace, 'spans' | 'files'> => {
  const { locator, file } = reading;
  const place = tags.get(artifactPlaceTag);
  const folder = place === undefined ? null : locator.find(place, id);
  const files = folder === null ? [] : filesOfTrace(folder);
  const spansPlace = tags.get(spansPlaceTag);
  if (spansPlace === 'ARCHIVE_REPO')
    return { spans: archivedSpans(reading, id, tags.get(archivePlaceTag) ?? ''), files };
  if (spansPlace === 'TRACKING_STORE' || hasSpanRows(reading, id))
    return { spans: spanRows(reading, id), files };
  if (folder !== null) return { spans: spansInFolder(folder, id), files };
  const isUnknown = place !== undefined && !locator.knowsPlaceOf(place, id);
  return { spans: isUnknown ? [skipped('trace', file, outsideOfSource(id, place))] : [], files };
};

function* archivedSpans(
  { locator, file }: DatabaseReading,
  id: string,
  place: string,
): Generator<OtlpSpan | SkippedItem> {
  const folder = locator.find(place, id);
  const archive = folder === null ? null : join(folder, archiveFile);
  if (archive !== null && existsSync(archive)) yield* spansInArchive(archive, id);
  else yield skipped('trace', file, `The spans of ${id} were archived at ${place}, and are not there.`);
}

const hasSpanRows = ({ database, tables }: DatabaseReading, id: string): boolean =>
  tables.has('spans') &&
  database.prepare('SELECT 1 FROM spans WHERE trace_id = ? LIMIT 1').get(id) !== undefined;

function* spanRows({ tables, file }: DatabaseReading, id: string): Generator<OtlpSpan | SkippedItem> {
  if (!tables.has('spans')) return;
  const texts = tables.selectText('spans', ['content'], 'WHERE trace_id = ?').iterate(id);
  try {
    yield* spansOfTexts(textsOf(texts), id, file);
  } catch (thrown) {
    yield damaged(file, `spans of ${id}`, thrown);
  }
}

/** Defects of ours are still thrown. */
const damaged = (file: string, what: string, thrown: unknown): SkippedItem => {
  if (thrown instanceof Error && 'errcode' in thrown)
    return skipped('trace', file, `The database is damaged, and ${what} are missing (${thrown.message}).`);
  throw thrown;
};

function* textsOf(rows: Iterable<Row>): Generator<string> {
  for (const row of rows) yield textOf(row, 'content') ?? '';
}

const entriesOf = ({ tables }: DatabaseReading, table: keyof typeof partTables, id: string): Entries =>
  tables.has(table)
    ? tables
        .selectText(table, ['key', 'value'], 'WHERE request_id = ? ORDER BY key')
        .all(id)
        .map((row) => [textOf(row, 'key') ?? '', textOf(row, 'value') ?? ''] as const)
    : [];

const sourceRun = 'mlflow.sourceRun';

/** A run that a trace was linked to later is found as the one that it was made in, unless there is such a one. */
const withLinkedRun = (
  { database, tables, file }: DatabaseReading,
  id: string,
  metadata: Entries,
): { metadata: Entries; skips: SkippedItem[] } => {
  if (!tables.has('entity_associations')) return { metadata, skips: [] };
  const linked = database
    .prepare(
      `SELECT destination_id AS run FROM entity_associations
       WHERE source_type = 'trace' AND source_id = ? AND destination_type = 'run' ORDER BY created_time, destination_id`,
    )
    .all(id)
    .map((row) => textOf(row, 'run') ?? '');
  const own = metadata.find(([key]) => key === sourceRun)?.[1] ?? linked[0];
  const skips = linked
    .filter((run) => run !== own)
    .map((run) =>
      skipped('trace', file, `${id} is linked to more than one run; it stays with ${own}.`, { runId: run }),
    );
  const isNew = own !== undefined && metadata.every(([key]) => key !== sourceRun);
  return { metadata: isNew ? [...metadata, [sourceRun, own]] : metadata, skips };
};

const readAssessments = (
  { tables, file }: DatabaseReading,
  id: string,
): { assessments: ForeignAssessment[]; skips: SkippedItem[] } => {
  const assessments: ForeignAssessment[] = [];
  const skips: SkippedItem[] = [];
  if (!tables.has('assessments')) return { assessments, skips };
  const rows = tables.selectText(
    'assessments',
    assessmentColumns,
    'WHERE trace_id = ? ORDER BY assessment_id',
  );
  for (const row of rows.all(id)) {
    const read = attempt(() => readAssessmentRow(row));
    if (read.ok) assessments.push(read.value);
    else skips.push(skipped('trace', file, `An assessment of ${id}: ${read.reason}`));
  }
  return { assessments, skips };
};

/** Rows of traces that there are not, and links that are none of a trace. */
function* leftOverRows({ database, tables, file }: DatabaseReading): Generator<SkippedItem> {
  for (const [table, column] of Object.entries(partTables)) {
    if (!tables.has(table)) continue;
    const count = countOf(
      database.prepare(
        `SELECT count(*) AS n FROM ${table} WHERE ${column} NOT IN (SELECT request_id FROM trace_info)`,
      ),
    );
    if (count > 0) yield skipped('trace', file, `Rows of the table ${table} belong to no trace.`, { count });
  }
  if (!tables.has('entity_associations')) return;
  // The prompts of a trace are also named by a tag of it.
  const others = countOf(
    database.prepare(
      `SELECT count(*) AS n FROM entity_associations
     WHERE NOT (source_type = 'trace' AND destination_type IN ('run', 'prompt_version'))`,
    ),
  );
  if (others > 0)
    yield skipped('other', file, 'Rows of the table entity_associations that link no trace are not read.', {
      count: others,
    });
}

const countOf = (statement: { get(): Row | undefined }): number => Number(statement.get()?.n);
