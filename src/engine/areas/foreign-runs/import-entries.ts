import type { MetricPoint } from '../../../shared/events.ts';
import type { SkippedItem, SkippedList } from '../../../shared/model/foreign-runs.ts';
import type { Signature } from '../../../shared/model/signature.ts';
import type {
  Entries,
  ForeignAssessment,
  ForeignDatasetInput,
  ForeignModelLink,
  ForeignOwner,
  LifecycleStage,
  MetricPoints,
} from '../../ports/foreign-runs.ts';
import type { ImportedExperiment, ImportedRun } from '../../store/foreign-runs.ts';
import type { LinkedFile } from '../../store/linked-runs.ts';
import type { LoggedModelStatus } from '../../store/logged-models.ts';
import type { StoredSpan, TraceDescription } from '../../store/traces.ts';

/**
 * What the worker of an import sends: the items of a source with everything resolved that needs the whole source. JSON-safe. Experiments go
 * by their names, because the numbers of a source mean nothing here.
 */
export interface RunEntry extends Omit<ImportedRun, 'experimentId'> {
  readonly kind: 'run';
  readonly experiment: string;
}

export interface ExperimentEntry extends ImportedExperiment {
  readonly kind: 'experiment';
}

export interface ParametersEntry {
  readonly kind: 'parameters';
  readonly runId: string;
  readonly entries: Entries;
}

export interface TagsEntry {
  readonly kind: 'tags';
  readonly runId: string;
  readonly entries: Entries;
  /** False for those that every run has here and the source does not write. */
  readonly isFromSource: boolean;
}

export interface PointsEntry {
  readonly kind: 'points';
  readonly owner: ForeignOwner;
  readonly key: string;
  readonly points: JsonPoints;
  readonly dataset: { readonly name: string; readonly digest: string } | null;
  readonly runId: string | null;
}

export interface LoggedModelEntry {
  readonly kind: 'logged-model';
  readonly id: string;
  readonly experiment: string;
  readonly name: string;
  readonly type: string | null;
  readonly sourceRunId: string | null;
  readonly status: LoggedModelStatus;
  readonly statusMessage: string | null;
  /** Null where its files are files of this project. */
  readonly artifactUri: string | null;
  readonly stage: LifecycleStage;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly parameters: Entries;
  readonly tags: Entries;
}

/** A file in the folder of the job's attempt, complete and on the disk. */
export interface StagedFile {
  readonly name: string;
  readonly digest: string;
  readonly sizeBytes: number;
}

export interface ArtifactEntry {
  readonly kind: 'artifact';
  readonly owner: ForeignOwner;
  readonly path: string;
  readonly staged: StagedFile;
}

/** A file that stays in its source. */
export interface ReferenceEntry extends LinkedFile {
  readonly kind: 'reference';
}

/** All of a run was sent; see `ForeignUnitEnd`. */
export interface UnitEndEntry {
  readonly kind: 'unit-end';
  readonly unit: string;
  readonly runId: string | null;
  readonly fingerprint: string;
  /** How many points the source has of each of its metrics. */
  readonly points: readonly (readonly [key: string, count: number])[];
  readonly skipped: SkippedList | null;
}

export interface UnitGoneEntry {
  readonly kind: 'unit-gone';
  readonly unit: string;
}

export interface RegisteredModelEntry {
  readonly kind: 'registered-model';
  readonly name: string;
  readonly description: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly tags: Entries;
}

export interface ModelVersionEntry {
  readonly kind: 'model-version';
  readonly name: string;
  readonly version: number;
  readonly stage: string | null;
  readonly description: string;
  readonly user: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly runId: string | null;
  readonly runLink: string;
  readonly modelId: string | null;
  readonly source: string;
  /** Where its files are among what is imported; null when they are not. */
  readonly place: { readonly owner: ForeignOwner; readonly path: string } | null;
  readonly onnx: { readonly staged: StagedFile; readonly signature: Signature | null } | null;
  readonly tags: Entries;
}

/** Comes after all versions. */
export interface AliasesEntry {
  readonly kind: 'aliases';
  readonly name: string;
  readonly aliases: Entries;
}

/** A trace without its spans and files, which follow. */
export interface TraceEntry extends Omit<TraceDescription, 'experimentId'> {
  readonly kind: 'trace';
  readonly experiment: string;
  readonly tags: Entries;
  readonly metadata: Entries;
  readonly assessments: readonly ForeignAssessment[];
}

/** Some spans of one trace. */
export interface SpansEntry {
  readonly kind: 'spans';
  readonly traceId: string;
  readonly spans: readonly JsonSpan[];
  /** What the source says that the trace has used; null where that is what its spans add up to. */
  readonly tokenUsage: string | null;
}

/** JSON has no numbers of 64 bits. */
export interface JsonSpan extends Omit<StoredSpan, 'startNs' | 'endNs'> {
  readonly startNs: string;
  readonly endNs: string | null;
}

export interface TraceFileEntry {
  readonly kind: 'trace-file';
  readonly traceId: string;
  /** Below the trace's own place. */
  readonly path: string;
  readonly staged: StagedFile;
  /** False for `traces.json`, which holds what the spans are. */
  readonly isArtifact: boolean;
}

export type ImportEntry =
  | ExperimentEntry
  | RunEntry
  | ParametersEntry
  | TagsEntry
  | PointsEntry
  | ForeignDatasetInput
  | LoggedModelEntry
  | ForeignModelLink
  | ArtifactEntry
  | ReferenceEntry
  | UnitEndEntry
  | UnitGoneEntry
  | RegisteredModelEntry
  | ModelVersionEntry
  | AliasesEntry
  | TraceEntry
  | SpansEntry
  | TraceFileEntry;

export type Refused = Pick<SkippedItem, 'subject' | 'reason' | 'file' | 'runId'>;

type JsonValue = MetricPoint['value'];

/** Columns of equal length. */
export interface JsonPoints {
  readonly steps: readonly number[];
  readonly timestampsMs: readonly number[];
  readonly values: readonly JsonValue[];
}

/** JSON has no NaN and no infinities. */
const toJsonValue = (value: number): JsonValue =>
  Number.isFinite(value) ? value : (String(value) as 'NaN' | 'Infinity' | '-Infinity');

export const sliceOfPoints = (points: MetricPoints, from: number, to: number): JsonPoints => ({
  steps: Array.from(points.steps.subarray(from, to)),
  timestampsMs: Array.from(points.timestampsMs.subarray(from, to)),
  values: Array.from(points.values.subarray(from, to), toJsonValue),
});

export const toMetricPoints = (key: string, { steps, timestampsMs, values }: JsonPoints): MetricPoint[] =>
  steps.map((step, index) => ({
    key,
    step,
    timestampMs: timestampsMs[index] ?? 0,
    value: values[index] ?? 'NaN',
  }));
