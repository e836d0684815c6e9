import type { LifecycleStage } from '../../../ports/foreign-runs.ts';

/** One run of an `mlruns` folder; all of it can cross a thread border. */
export interface RunFolderRequest {
  readonly folder: string;
  readonly runId: string;
  readonly experimentId: string;
  readonly experimentFolder: string;
  readonly experimentStage: LifecycleStage;
  /** Folders that artifacts may lie in. */
  readonly artifactRoots: readonly string[];
  /** Null where changes are not followed. */
  readonly unit: FollowedUnit | null;
}

export interface FollowedUnit {
  readonly name: string;
  readonly experimentName: string;
  /** With this one it is as it is known; null for a new one. */
  readonly known: string | null;
}
