// A thread of the curve worker that reads whole histories and smooths curves. Built to out/engine/curve-thread.js and started by curve-threads.

import { parentPort, workerData } from 'node:worker_threads';
import { smoothCurve } from '../../shared/model/series/smooth-curve.ts';
import type { ThreadTask } from '../areas/tracking/curves/curve-threads.ts';
import { loadHistory } from '../areas/tracking/curves/load-history.ts';
import { openStore } from '../store/open-store.ts';
import { createStderrLogger } from './stderr-logger.ts';

const port = parentPort;
if (port === null) throw new Error('curve-thread runs as a worker thread only.');

const store = openStore({
  ...(workerData as { readonly file: string; readonly backupsFolder: string }),
  clock: { nowMs: Date.now },
  logger: createStderrLogger('error'),
  readOnly: true,
});

port.on('message', (task: ThreadTask) => {
  if (task.kind === 'smooth') {
    const smoothed = smoothCurve(task.curve, task.smoothing);
    port.postMessage(smoothed, [smoothed.buffer as ArrayBuffer]);
    return;
  }
  const loaded = loadHistory(store.reader, task.state, undefined);
  const { steps, timestampsMs, values } = loaded.history;
  port.postMessage(loaded, [steps.buffer, timestampsMs.buffer, values.buffer] as ArrayBuffer[]);
});
