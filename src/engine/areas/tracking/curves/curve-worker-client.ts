import type { ProjectServices } from '../../../ports/project-services.ts';
import { createWorkerClient } from '../../../supervision/worker-client.ts';
import type { CurveMethods } from './serve-curves.ts';

export interface CurveWorkerClient extends CurveMethods {
  close(): Promise<void>;
}

/**
 * Curves are read and smoothed in a process of its own: a million points take seconds for the first time, during which the engine
 * answers everything else.
 */
export const createCurveWorkerClient = ({
  children,
  logger,
  paths,
}: Pick<ProjectServices, 'children' | 'logger' | 'paths'>): CurveWorkerClient => {
  const { call, close } = createWorkerClient<CurveMethods>({
    ...{ children, logger },
    program: 'curve-worker',
    environment: { MODELYARD_PROJECT: paths.folder },
    name: 'the reader of curves',
  });
  return { close, read: (request, context) => call('read', request, 'curves', context) };
};
