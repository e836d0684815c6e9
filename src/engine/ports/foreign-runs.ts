import type { Progress } from '../../shared/model/progress.ts';
import type { RunStatus } from '../../shared/model/run.ts';
import type { TraceState } from '../../shared/model/trace.ts';
import type { OtlpSpan } from '../core/traces/otlp-span.ts';
import type { UnfinishedFiles } from './project-services.ts';

/**
 * Runs that other tools left on disk: found, read where they lie, and written back for other tools. Whatever the format, a source is read
 * as one stream of `ForeignItem`; times are milliseconds since 1970, texts are as they were stored.
 */
export type ForeignFormat = 'mlflow-folder' | 'mlflow-database' | 'wandb' | 'tensorboard' | 'neptune';

export interface ForeignSource {
  readonly format: ForeignFormat;
  /** Absolute: the folder (`mlruns`, `wandb`, a log folder, an export) or the database file. */
  readonly path: string;
}

export interface FoundSource extends ForeignSource {
  /** What a person would call it: its path below the folder that was searched. */
  readonly title: string;
  /** Counted without opening the runs themselves; null where even that would take long. */
  readonly experimentCount: number | null;
  readonly runCount: number | null;
}

export interface Detection {
  readonly sources: readonly FoundSource[];
  /** False when the search stopped early (time, number of entries): there may be more. */
  readonly isComplete: boolean;
}

export interface ReadContext {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((progress: Progress) => void) | undefined;
  /**
   * Folders whose files may be listed as artifacts besides the source's own: a reader never looks anywhere else, because where artifacts lie
   * is a claim of the data that are read.
   */
  readonly artifactFolders?: readonly string[] | undefined;
  /**
   * Where a private copy lies of what is written while it is read, as large as the source: a folder that is emptied even when the reader
   * was killed. Best on the disk of the source, where a copy may take neither time nor room. Default: the system's folder for such files.
   */
  readonly copiesFolder?: string | undefined;
  /** Of changes: what the last reading ended with (`ForeignMark`), after which is looked for what was added. Without one all is looked at. */
  readonly mark?: string | null | undefined;
}

/** How readers are told which units they may pass over; null: all is read, and no ends of units are told. */
export type KnownUnits = ReadonlyMap<string, KnownUnit> | null;

/** Pairs and not an object: keys come from files and may be `__proto__`. */
export type Entries = readonly (readonly [key: string, value: string])[];
export type LifecycleStage = 'active' | 'deleted';

export interface ForeignExperiment {
  readonly kind: 'experiment';
  readonly id: string;
  readonly name: string;
  readonly stage: LifecycleStage;
  readonly artifactLocation: string | null;
  readonly createdAtMs: number | null;
  readonly updatedAtMs: number | null;
  readonly tags: Entries;
}

/** Comes after its experiment and before everything that names it. */
export interface ForeignRun {
  readonly kind: 'run';
  /** The tool's own id where it has one; unique in the source, `[A-Za-z0-9][\w-]{0,255}`. */
  readonly id: string;
  readonly experimentId: string;
  readonly name: string;
  readonly status: RunStatus;
  readonly stage: LifecycleStage;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly deletedAtMs: number | null;
  readonly user: string | null;
  readonly parentRunId: string | null;
  /** As the tool recorded it, which after a move points at the old place. */
  readonly artifactUri: string | null;
  /** Where its artifacts are now; null when they are not within the folders that may be read. */
  readonly artifactFolder: string | null;
}

/** What metrics and artifacts belong to. */
export interface ForeignOwner {
  readonly type: 'run' | 'logged-model';
  readonly id: string;
}

export interface ForeignParameters {
  readonly kind: 'parameters';
  readonly runId: string;
  readonly entries: Entries;
}

export interface ForeignTags {
  readonly kind: 'tags';
  readonly runId: string;
  readonly entries: Entries;
}

/** Three columns of equal length, in the order in which the points were logged. */
export interface MetricPoints {
  /** Integers within ±2^53. */
  readonly steps: Float64Array;
  /** Integers. */
  readonly timestampsMs: Float64Array;
  /** As stored: NaN and infinities are themselves, except where a database can only hold the largest double for them. */
  readonly values: Float64Array;
}

/** Some points of one metric; the others follow or went before. */
export interface ForeignMetric {
  readonly kind: 'metric';
  readonly owner: ForeignOwner;
  readonly key: string;
  readonly points: MetricPoints;
  /** What the metric was measured on, where the tool says. */
  readonly dataset: { readonly name: string; readonly digest: string } | null;
  /** Of a logged model's metric: the run that measured it. */
  readonly runId: string | null;
}

export interface ForeignDatasetInput {
  readonly kind: 'dataset-input';
  readonly runId: string;
  readonly name: string;
  readonly digest: string;
  readonly sourceType: string;
  readonly source: string;
  readonly schema: string | null;
  readonly profile: string | null;
  readonly tags: Entries;
}

export interface ForeignLoggedModel {
  readonly kind: 'logged-model';
  readonly id: string;
  readonly experimentId: string;
  readonly name: string;
  readonly status: 'unspecified' | 'pending' | 'ready' | 'failed';
  readonly statusMessage: string | null;
  readonly stage: LifecycleStage;
  readonly modelType: string | null;
  readonly sourceRunId: string | null;
  readonly createdAtMs: number | null;
  readonly updatedAtMs: number | null;
  readonly artifactUri: string | null;
  readonly artifactFolder: string | null;
  readonly parameters: Entries;
  readonly tags: Entries;
}

/** A run used a logged model, or made it. */
export interface ForeignModelLink {
  readonly kind: 'model-link';
  readonly runId: string;
  readonly modelId: string;
  readonly direction: 'input' | 'output';
  readonly step: number;
}

export interface ForeignArtifact {
  readonly kind: 'artifact';
  readonly owner: ForeignOwner;
  /** Below the owner's artifacts, with `/`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Absolute. */
  readonly file: string;
  /** Where in `file` the artifact begins: not 0 for an image inside an event file. */
  readonly offset: number;
}

/** Text that its tool keeps as values, one after another, such as what a program printed: an artifact that no file holds yet. */
export interface ForeignText {
  readonly kind: 'text';
  readonly runId: string;
  /** Below the run's artifacts, with `/`. */
  readonly path: string;
  /** Its parts in order; can be read while no other item has been asked for. */
  readonly content: AsyncIterable<string>;
}

export interface ForeignRegisteredModel {
  readonly kind: 'registered-model';
  readonly name: string;
  readonly description: string | null;
  readonly createdAtMs: number | null;
  readonly updatedAtMs: number | null;
  readonly tags: Entries;
  /** Alias and version number. */
  readonly aliases: Entries;
}

/** Comes after its registered model. */
export interface ForeignModelVersion {
  readonly kind: 'model-version';
  readonly name: string;
  readonly version: number;
  /** None, Staging, Production or Archived in MLflow; any text elsewhere. */
  readonly stage: string | null;
  readonly description: string | null;
  readonly user: string | null;
  readonly status: string | null;
  readonly statusMessage: string | null;
  readonly createdAtMs: number | null;
  readonly updatedAtMs: number | null;
  readonly runId: string | null;
  readonly runLink: string | null;
  readonly modelId: string | null;
  readonly source: string | null;
  readonly storageLocation: string | null;
  /** Where its files are now; null when they are not within the folders that may be read. */
  readonly folder: string | null;
  readonly tags: Entries;
}

/** What a person or a program thinks of a trace. */
export interface ForeignAssessment {
  /** Unique among all traces. */
  readonly id: string;
  readonly kind: 'feedback' | 'expectation' | 'issue';
  readonly name: string;
  readonly createdAtMs: number;
  /** As MLflow's API tells it: `assessment_id`, `feedback`, `source`, `create_time` … */
  readonly document: Readonly<Record<string, unknown>>;
}

/** A file that lies beside the spans of a trace. */
export interface ForeignTraceFile {
  readonly kind: 'trace-file';
  /** Below the trace's artifacts, with `/`: `traces.json`, `attachments/…`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Absolute. */
  readonly file: string;
}

/** Comes after its experiment and the run that it was made in, and only where a source is read to be imported. */
export interface ForeignTrace {
  readonly kind: 'trace';
  /** `tr-…` or 32 digits; unique in the source, `[A-Za-z0-9][\w-]{0,255}`. */
  readonly id: string;
  readonly experimentId: string;
  readonly requestedAtMs: number;
  readonly durationMs: number | null;
  readonly state: TraceState;
  readonly clientRequestId: string | null;
  readonly requestPreview: string | null;
  readonly responsePreview: string | null;
  /** Without `mlflow.artifactLocation`, the place of its files in the source. */
  readonly tags: Entries;
  readonly metadata: Entries;
  readonly assessments: readonly ForeignAssessment[];
  /** In any order; these two can be read once, and while no other item has been asked for. */
  readonly spans: Iterable<OtlpSpan | SkippedItem>;
  readonly files: Iterable<ForeignTraceFile | SkippedItem>;
}

export type SkippedSubject =
  | 'source'
  | 'experiment'
  | 'run'
  | 'parameter'
  | 'tag'
  | 'metric-point'
  | 'dataset-input'
  | 'model-link'
  | 'logged-model'
  | 'artifact'
  | 'registered-model'
  | 'model-version'
  | 'alias'
  | 'trace'
  | 'record'
  | 'other';

/** Something that was found and is not in the stream. Every line, file and row ends either in an item or in one of these. */
export interface SkippedItem {
  readonly kind: 'skipped';
  readonly subject: SkippedSubject;
  /** For a person: what is wrong with it. */
  readonly reason: string;
  /** How many of them; 1 unless the same reason holds for many. */
  readonly count: number;
  readonly file: string;
  /** Of a text file, from 1. */
  readonly line: number | null;
  readonly runId: string | null;
}

export type ForeignItem =
  | ForeignExperiment
  | ForeignRun
  | ForeignParameters
  | ForeignTags
  | ForeignMetric
  | ForeignDatasetInput
  | ForeignLoggedModel
  | ForeignModelLink
  | ForeignArtifact
  | ForeignText
  | ForeignRegisteredModel
  | ForeignModelVersion
  | ForeignTrace
  | SkippedItem;

/** A part of a source that is read anew as a whole when anything in it changes: whatever the format, one run. */
export interface KnownUnit {
  readonly fingerprint: string;
  /** Null for one that held no run that could be read. */
  readonly runId: string | null;
}

/** Comes after everything that the unit holds. */
export interface ForeignUnitEnd {
  readonly kind: 'unit-end';
  /** Its name within the source, which a move of the source leaves. */
  readonly unit: string;
  readonly runId: string | null;
  /** Of the moment before it was read; another one means that it is to be read again. */
  readonly fingerprint: string;
  /** What was passed over in it, which is told only here. */
  readonly skipped: readonly SkippedItem[];
}

/** A known unit that the source does not have any more. Comes after all others. */
export interface ForeignUnitGone {
  readonly kind: 'unit-gone';
  readonly unit: string;
}

/** Comes last, from those formats that can tell what was added to a source since. All units before it are known by then. */
export interface ForeignMark {
  readonly kind: 'mark';
  readonly mark: string;
}

export type ForeignChange = ForeignItem | ForeignUnitEnd | ForeignUnitGone | ForeignMark;

export interface ExportOutcome {
  readonly experiments: number;
  readonly runs: number;
  readonly artifacts: number;
  readonly traces: number;
  /** What the target cannot hold, or refused. */
  readonly skipped: readonly SkippedItem[];
}

/**
 * Errors of all: `not-found`, `permission-denied`, `data-malformed` when a source as a whole is not what it claims to be, `conflict`
 * when it changed while it was read, `cancelled`. One bad file or row is never an error but a `skipped` item.
 */
export interface ForeignRuns {
  /**
   * What lies in the folder and up to three levels below. Never writes, follows no links, and takes about a second at most, unless it is
   * to be searched whole.
   */
  detect(
    folder: string,
    context?: Pick<ReadContext, 'signal' | 'progress'> & { isWhole?: boolean | undefined },
  ): Promise<Detection>;
  /** Streams a source; what is in memory at once is about one run. */
  read(source: ForeignSource, context?: ReadContext): AsyncIterable<ForeignItem>;
  /**
   * As `read`, without the units that are as they are known; what belongs to no run comes each time. Units that cannot be read now are
   * neither there nor gone. A database that is written meanwhile is read in parts that are of one moment each.
   */
  readChanges(
    source: ForeignSource,
    known: ReadonlyMap<string, KnownUnit>,
    context?: ReadContext,
  ): AsyncIterable<ForeignChange>;
  /**
   * A glance at sizes and times, for a few milliseconds at most: another text than before means that it is worth reading the changes. Of the
   * units that are named every change shows, of others that they have come or gone. Empty when the source is not there.
   */
  look(source: ForeignSource, units: readonly string[]): Promise<string>;
  /** Writes an `mlruns` folder that MLflow reads. `folder` must not exist or be empty. */
  writeMlflowFolder(
    folder: string,
    items: AsyncIterable<ForeignItem>,
    context?: { signal?: AbortSignal | undefined; unfinished?: UnfinishedFiles },
  ): Promise<ExportOutcome>;
  /** Logs everything to an MLflow tracking server, such as `http://127.0.0.1:5000`. Errors also: `unavailable`. */
  sendToMlflowServer(
    url: string,
    items: AsyncIterable<ForeignItem>,
    context?: { signal?: AbortSignal | undefined },
  ): Promise<ExportOutcome>;
}
