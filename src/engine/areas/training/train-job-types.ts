import type { MetricPoint } from '../../../shared/events.ts';
import type { LearnerId, SplitSpecification } from '../../../shared/model/learner.ts';
import type { ColumnType, Signature } from '../../../shared/model/signature.ts';
import type { DataSource } from '../../ports/data-engine.ts';

/** Everything a training depends on, fixed when it is queued, so that it can be repeated to the byte. */
export interface TrainJobInput {
  readonly runId: string;
  readonly source: DataSource;
  readonly datasetTitle: string;
  readonly datasetDigest: string;
  readonly target: string;
  readonly inputs: readonly { readonly name: string; readonly type: ColumnType }[];
  readonly learner: LearnerId;
  readonly parameters: Readonly<Record<string, number>>;
  readonly split: SplitSpecification | null;
  readonly seed: number;
  readonly projectFolder: string;
}

export interface TrainJobOutput {
  readonly task: string;
  readonly classes: readonly string[];
  readonly signature: Signature;
  /** The split that was used, the default filled in. */
  readonly split: SplitSpecification;
  readonly metrics: Readonly<Record<string, number>>;
  readonly rows: { readonly train: number; readonly test: number; readonly dropped: number };
  readonly importance: readonly { readonly column: string; readonly gain: number }[];
  /** Artifact paths, and where each file lies in the staging folder. */
  readonly artifacts: readonly { readonly path: string; readonly file: string }[];
  readonly code: {
    readonly commit: string;
    readonly branch: string | null;
    readonly remote: string | null;
    readonly isDirty: boolean;
    readonly patchArtifact: string | null;
  } | null;
  readonly environment: Readonly<Record<string, string>>;
}

export interface TrainEmission {
  readonly points: readonly MetricPoint[];
}
