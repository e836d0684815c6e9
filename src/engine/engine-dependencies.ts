import type { ChildLauncher } from './ports/child-processes.ts';
import type { ContainerRuntime } from './ports/container-runtime.ts';
import type { DataEngine } from './ports/data-engine.ts';
import type { ForeignRuns } from './ports/foreign-runs.ts';
import type { Machine } from './ports/machine.ts';
import type { InstallationPaths } from './ports/project-services.ts';
import type { Clock, Ids, Logger } from './ports/surroundings.ts';

/** What an engine is made of, given by its host. */
export interface EngineDependencies {
  readonly version: string;
  /** For what belongs to the user and not to a project: the list of recents. */
  readonly userDataFolder: string;
  readonly installation: InstallationPaths;
  readonly children: ChildLauncher;
  readonly data: DataEngine;
  readonly containers: ContainerRuntime;
  readonly foreignRuns: ForeignRuns;
  readonly machine: Machine;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** True for an engine that stays: it takes up the jobs and endpoints that an earlier one left. */
  readonly background: boolean;
  /** Who acts, for the event log: `window`, `command line`. */
  readonly actor: string;
}
