import { basename } from 'node:path';
import type { ChildLauncher } from '../../ports/child-processes.ts';
import type { DataEngine } from '../../ports/data-engine.ts';
import type { Logger } from '../../ports/surroundings.ts';
import { createWorkerClient } from '../../supervision/worker-client.ts';

export interface DataWorkerClient extends DataEngine {
  close(): Promise<void>;
}

/** Reads data files in a process of its own. */
export const createDataWorkerClient = (options: {
  children: Pick<ChildLauncher, 'launch'>;
  logger: Logger;
  idleMs?: number;
}): DataWorkerClient => {
  const { call, close } = createWorkerClient<DataEngine>({
    ...options,
    program: 'data-worker',
    name: 'the reader of data files',
  });
  return {
    close,
    sniff: (request, context) => call('sniff', request, basename(request.path), context),
    digest: (path, context) => call('digest', path, basename(path), context),
    rows: (request, context) => call('rows', request, basename(request.source.path), context),
    profile: (source, context) => call('profile', source, basename(source.path), context),
    openTextTable: (request, context) => call('openTextTable', request, basename(request.path), context),
    countTextRows: (request, context) => call('countTextRows', request, basename(request.path), context),
    textRows: (request, context) => call('textRows', request, basename(request.path), context),
    writeParquet: (request, context) => call('writeParquet', request, basename(request.out), context),
  };
};
