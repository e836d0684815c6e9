import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { WireFormatError } from '../../../core/protobuf/wire-reader.ts';
import type {
  ForeignChange,
  ForeignItem,
  ForeignRun,
  KnownUnits,
  ReadContext,
  SkippedItem,
} from '../../../ports/foreign-runs.ts';
import { followUnit, goneUnits } from '../follow-units.ts';
import { UnreadableFile } from '../guarded-files.ts';
import { listArtifacts } from '../list-artifacts.ts';
import { isRunId } from '../mlflow/identifiers.ts';
import { namedExperiment } from '../named-experiment.ts';
import { createPointBuffer, type PointBuffer } from '../point-buffer.ts';
import { createSkipCounter, type SkipCounter } from '../skip-counter.ts';
import { skipped } from '../skipped.ts';
import { makeSourceId } from '../source-id.ts';
import { fingerprintOf, stampOf, stampOfTree } from '../stamps.ts';
import { findWandbRuns, type WandbRunFiles } from './find-run-files.ts';
import { flatten, kindOf, toNumber } from './json-values.ts';
import { readRecordLog } from './record-log.ts';
import { parseRecord, type WandbItem, type WandbRecord } from './records.ts';
import {
  addToFacts,
  createRunFacts,
  isMedia,
  isOwnKey,
  mediaPrefixes,
  parametersOf,
  type RunFacts,
  statusOf,
  tagsOf,
} from './run-facts.ts';

const recordsBetweenTurns = 2000;

/**
 * Reads a `wandb` folder: each project an experiment, each run with configuration (parameters), history (metrics), statistics of the machine
 * (metrics below `system/`), summary and files. Summary numbers that the history ends with anyway are not repeated.
 */
export async function* readWandb(
  folder: string,
  context: ReadContext = {},
  known: KnownUnits = null,
): AsyncGenerator<ForeignChange> {
  const runs = findWandbRuns(folder);
  const experiments = new Set<string>();
  for (const [index, files] of runs.entries()) {
    context.progress?.({ phase: `Reading run ${files.id}`, completed: index, total: runs.length });
    yield* followUnit({
      known,
      unit: files.id,
      fingerprint: () => fingerprintOfRun(files),
      read: () => readRun(files, experiments, context),
    });
  }
  yield* goneUnits(known, new Set(runs.map(({ id }) => id)));
}

const fingerprintOfRun = ({ folders }: WandbRunFiles): string =>
  fingerprintOf(
    folders.flatMap(({ folder, logFile }) => [logFile, stampOf(logFile), stampOfTree(join(folder, 'files'))]),
  );

async function* readRun(
  files: WandbRunFiles,
  experiments: Set<string>,
  context: ReadContext,
): AsyncGenerator<ForeignItem> {
  // The run comes first in the stream and last in the file, so the file is read twice: facts, then points.
  const facts = createRunFacts();
  for await (const entry of readRecords(files, context)) {
    if ('record' in entry) addToFacts(facts, entry.record);
  }
  if (facts.run === null) {
    const file = files.folders.at(-1)!.logFile;
    yield skipped('run', file, 'It holds no description of a run; its program ended before one was written.');
    return;
  }
  const project = facts.run.project || 'uncategorized';
  const experimentId = makeSourceId(facts.run.entity, project);
  if (!experiments.has(experimentId)) {
    experiments.add(experimentId);
    yield namedExperiment(experimentId, project);
  }
  const run = toRun(files, facts, experimentId);
  yield run;
  const tags = tagsOf(facts);
  if (tags.length > 0) yield { kind: 'tags', runId: run.id, entries: tags };
  const parameters = parametersOf(facts);
  if (parameters.length > 0) yield { kind: 'parameters', runId: run.id, entries: parameters };
  yield* readPoints(files, run, facts, context);
  for (const place of files.folders)
    yield* listArtifacts({ type: 'run', id: run.id }, join(place.folder, 'files'));
}

const toRun = (files: WandbRunFiles, facts: RunFacts, experimentId: string): ForeignRun => {
  const id = facts.run?.id || files.id;
  return {
    kind: 'run',
    id: isRunId(id) ? id : makeSourceId(id),
    experimentId,
    name: facts.run?.displayName || id,
    status: statusOf(facts),
    stage: 'active',
    startedAtMs: facts.run?.startedAtMs ?? null,
    endedAtMs: facts.exitCode === null ? null : endOf(facts),
    deletedAtMs: null,
    user: facts.environment.get('user') ?? null,
    parentRunId: null,
    artifactUri: null,
    artifactFolder: join(files.folders.at(-1)!.folder, 'files'),
  };
};

/** The start and how long it ran; the end itself is not in the file. */
const endOf = ({ run, summary }: RunFacts): number | null => {
  const runtime =
    toNumber(summary.get('_wandb.runtime') ?? null) ?? toNumber(summary.get('_runtime') ?? null);
  const timestamp = toNumber(summary.get('_timestamp') ?? null);
  if (runtime !== undefined && run?.startedAtMs != null)
    return Math.max(Math.round(run.startedAtMs + runtime * 1000), Math.round((timestamp ?? 0) * 1000));
  return timestamp === undefined ? null : Math.round(timestamp * 1000);
};

type RecordEntry = { readonly record: WandbRecord } | { readonly skipped: SkippedItem };

/** The records of all files of a run in order, and what is damaged between them. */
async function* readRecords(files: WandbRunFiles, context: ReadContext): AsyncGenerator<RecordEntry> {
  let sinceTurn = 0;
  for (const { logFile } of files.folders) {
    for (const entry of readFile(logFile)) {
      yield entry;
      sinceTurn += 1;
      if (sinceTurn % recordsBetweenTurns === 0) await setImmediate();
      context.signal?.throwIfAborted();
    }
  }
}

function* readFile(logFile: string): Generator<RecordEntry> {
  try {
    for (const entry of readRecordLog(logFile)) {
      if ('problem' in entry)
        yield { skipped: skipped('record', logFile, `${entry.problem} (at byte ${entry.position})`) };
      else yield readRecord(entry.record, logFile);
    }
  } catch (thrown) {
    if (!(thrown instanceof UnreadableFile)) throw thrown;
    yield { skipped: skipped('record', logFile, thrown.message) };
  }
}

const readRecord = (bytes: Uint8Array, logFile: string): RecordEntry => {
  try {
    return { record: parseRecord(bytes) };
  } catch (thrown) {
    if (!(thrown instanceof WireFormatError)) throw thrown;
    return { skipped: skipped('record', logFile, `A record is damaged: ${thrown.message}.`) };
  }
};

async function* readPoints(
  files: WandbRunFiles,
  run: ForeignRun,
  facts: RunFacts,
  context: ReadContext,
): AsyncGenerator<ForeignItem> {
  const buffer = createPointBuffer({ type: 'run', id: run.id });
  const counter = createSkipCounter();
  const progress: HistoryProgress = {
    step: 0,
    timestampMs: run.startedAtMs ?? 0,
    statsCount: 0,
    keys: new Set(),
  };
  for await (const entry of readRecords(files, context)) {
    if ('skipped' in entry) yield { ...entry.skipped, runId: run.id };
    else addPoints(entry.record, { buffer, counter, progress });
    yield* buffer.takeWhenFull();
  }
  addSummary(facts, buffer, progress);
  yield* buffer.takeAll();
  yield* counter.finish(files.folders.at(-1)!.logFile, run.id);
}

interface HistoryProgress {
  step: number;
  timestampMs: number;
  statsCount: number;
  readonly keys: Set<string>;
}

interface PointTarget {
  readonly buffer: PointBuffer;
  readonly counter: SkipCounter;
  readonly progress: HistoryProgress;
}

const addPoints = (record: WandbRecord, target: PointTarget): void => {
  if (record.kind === 'history') addHistory(record.step, record.items, target);
  else if (record.kind === 'stats') addStats(record, target);
  else if (record.kind === 'other' && !bookkeeping.has(record.name))
    target.counter.add('record', `Records of the kind “${record.name}” are not read.`);
};

/** Kinds that hold nothing of the run: frames, requests, and lists of files that are found in the folder itself. */
const bookkeeping = new Set(['header', 'footer', 'final', 'request', 'files', 'telemetry']);

const addHistory = (
  recordStep: number | null,
  items: readonly WandbItem[],
  { buffer, counter, progress }: PointTarget,
): void => {
  const own = (key: string) => toNumber(items.find((item) => item.key === key)?.value ?? null);
  progress.step = recordStep ?? own('_step') ?? progress.step;
  const seconds = own('_timestamp');
  if (seconds !== undefined && Number.isFinite(seconds)) progress.timestampMs = Math.round(seconds * 1000);
  const media = mediaPrefixes(items);
  for (const prefix of media)
    counter.add('other', mediaReason(String(items.find((item) => item.key === `${prefix}._type`)?.value)));
  for (const item of items) {
    if (isOwnKey(item.key) || isMedia(item.key, media)) continue;
    if (item.value === undefined) {
      counter.add('metric-point', 'A value is no JSON.');
      continue;
    }
    for (const [key, leaf] of flatten(item.key, item.value)) {
      const value = toNumber(leaf);
      if (value === undefined) counter.add('other', mediaReason(kindOf(leaf)));
      else {
        progress.keys.add(key);
        buffer.add(key, progress.step, progress.timestampMs, value);
      }
    }
  }
};

const mediaReason = (kind: string): string =>
  `Logged values of the kind “${kind}” are no numbers; files among them are artifacts.`;

const addStats = (
  { timestampMs, items }: Extract<WandbRecord, { kind: 'stats' }>,
  { buffer, counter, progress }: PointTarget,
): void => {
  // Statistics have no step of their own; they are counted.
  for (const { key, value } of items) {
    const number = value === undefined ? undefined : toNumber(value);
    if (number === undefined) counter.add('metric-point', 'A statistic of the machine is no number.');
    else buffer.add(`system/${key}`, progress.statsCount, timestampMs ?? progress.timestampMs, number);
  }
  progress.statsCount += 1;
};

/** Numbers that were set at the end and never logged. */
const addSummary = (
  { summary }: RunFacts,
  buffer: PointBuffer,
  { step, timestampMs, keys }: HistoryProgress,
): void => {
  const media = mediaPrefixes([...summary].map(([key, value]) => ({ key, value })));
  for (const [key, value] of summary) {
    const number = toNumber(value);
    if (number === undefined || isOwnKey(key) || keys.has(key) || isMedia(key, media)) continue;
    buffer.add(key, step, timestampMs, number);
  }
};
