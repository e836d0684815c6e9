// The process that looks into files that runs left. Built to out/engine/artifact-worker.js and started by the engine.

import { createHdf5Reader } from '../adapters/hdf5/create-hdf5-reader.ts';
import { serveArtifacts } from '../areas/tracking/artifacts/serve-artifacts.ts';
import { serveWorker } from '../supervision/serve-worker.ts';
import type { ToWorker } from '../supervision/worker-protocol.ts';
import { endWithParent } from './end-with-parent.ts';

/** What is being said is said first. */
const lastWordsMs = 100;

endWithParent();
const hdf5 = createHdf5Reader({ onBroken: () => void setTimeout(() => process.exit(1), lastWordsMs) });
const receive = serveWorker(serveArtifacts({ hdf5 }), (message) => {
  if (process.connected) process.send?.(message);
});
process.on('message', (message) => receive(message as ToWorker));
