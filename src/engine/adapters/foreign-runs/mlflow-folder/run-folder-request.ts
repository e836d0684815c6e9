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
}
