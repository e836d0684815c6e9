// A thread of the curve worker that reads whole histories. Built to out/engine/history-thread.js and started by read-in-threads.

import { parentPort, workerData } from 'node:worker_threads';
import { loadHistory } from '../areas/tracking/curves/load-history.ts';
import type { SeriesState } from '../store/metric-columns.ts';
import { openStore } from '../store/open-store.ts';
import { createStderrLogger } from './stderr-logger.ts';

const port = parentPort;
if (port === null) throw new Error('history-thread runs as a worker thread only.');

const store = openStore({
  ...(workerData as { readonly file: string; readonly backupsFolder: string }),
  clock: { nowMs: Date.now },
  logger: createStderrLogger('error'),
  readOnly: true,
});

port.on('message', (state: SeriesState) => {
  const loaded = loadHistory(store.reader, state, undefined);
  const { steps, timestampsMs, values } = loaded.history;
  port.postMessage(loaded, [steps.buffer, timestampsMs.buffer, values.buffer] as ArrayBuffer[]);
});
