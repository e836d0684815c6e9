import type { EngineEvent, Topic } from '../../shared/events.ts';
import type { MetricGoal } from '../../shared/model/metric-goal.ts';
import type { ChildLauncher } from './child-processes.ts';
import type { ContainerRuntime } from './container-runtime.ts';
import type { DataEngine } from './data-engine.ts';
import type { ForeignRuns } from './foreign-runs.ts';
import type { JobQueue } from './job-definition.ts';
import type { Machine } from './machine.ts';
import type { EventLog, ObjectStore, Reserve, Store } from './store-handles.ts';
import type { Clock, Ids, Logger } from './surroundings.ts';

export interface ProjectPaths {
  /** The user's folder. */
  readonly folder: string;
  /** `.modelyard` inside it. */
  readonly state: string;
  readonly database: string;
  readonly objects: string;
  readonly logs: string;
  readonly backups: string;
  readonly predictions: string;
  readonly staging: string;
  /** Folders that endpoints are served from: model.onnx and model.json. */
  readonly bundles: string;
  /** Notes of files that are being written outside the project. */
  readonly saving: string;
  /** Takes room until the disk is full. */
  readonly reserve: string;
  /** `modelyard.yaml` */
  readonly settings: string;
}

/** Where built programs and shipped files lie; differs between a checkout and an installed application. */
export interface InstallationPaths {
  readonly servingProgram: string;
  readonly samples: string;
  readonly templates: string;
  /** Folder of onnxruntime-node, whose Linux binaries go into images. */
  readonly onnxRuntime: string;
}

/** Files and folders outside the project that are not whole yet, known so that a kill leaves none of them. */
export interface UnfinishedFiles {
  /** Before one is made, under a name that ends with `.unfinished-` and digits. Answers what to call when it is whole or gone. */
  begin(path: string): () => void;
}

/** Everything there is for an open project. An area names the few it uses with `Pick`, and gets no more. */
export interface ProjectServices {
  readonly paths: ProjectPaths;
  readonly installation: InstallationPaths;
  readonly store: Store;
  readonly objects: ObjectStore;
  readonly unfinished: UnfinishedFiles;
  readonly reserve: Pick<Reserve, 'keep'>;
  readonly eventLog: EventLog;
  readonly jobs: JobQueue;
  readonly data: DataEngine;
  readonly containers: ContainerRuntime;
  readonly foreignRuns: ForeignRuns;
  readonly children: ChildLauncher;
  readonly machine: Machine;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly publish: (event: EngineEvent) => void;
  /** Shorthand: publishes that copies of these objects are out of date. */
  readonly changed: (topic: Topic, ids: readonly string[]) => void;
  /** Settings of modelyard.yaml; written back with the user's comments kept. */
  readonly settings: {
    read(): ProjectSettings;
    setMetricGoal(metric: string, goal: MetricGoal | null): void;
  };
}

export interface ProjectSettings {
  readonly name: string | null;
  /** null: neither more nor less is better (`none` in the file). */
  readonly metricGoals: Readonly<Record<string, MetricGoal | null>>;
  readonly serving: { readonly port: number };
  readonly jobs: { readonly parallel: number };
}
