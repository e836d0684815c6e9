import type { ProjectServices } from '../../../ports/project-services.ts';
import { createWorkerClient, type WorkerClient } from '../../../supervision/worker-client.ts';
import type { ArtifactMethods } from './artifact-methods.ts';

/** It may hold some hundred megabytes of a workbook. */
const idleMs = 60_000;
/** Nothing that is read here takes so long; what does is stopped, because it may never end. */
const defaultPatienceMs = 60_000;

export type ArtifactWorker = WorkerClient<ArtifactMethods>;

/** Reads what is in files that runs left in a process of its own: a file that is made to fill the memory or to never end costs that process. */
export const createArtifactWorkerClient = (
  { children, logger }: Pick<ProjectServices, 'children' | 'logger'>,
  patienceMs: number = defaultPatienceMs,
): ArtifactWorker =>
  createWorkerClient<ArtifactMethods>({
    ...{ children, logger, idleMs, patienceMs },
    program: 'artifact-worker',
    name: 'the reader of artifacts',
  });
