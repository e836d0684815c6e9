// The process that draws curves' points from the database. Built to out/engine/curve-worker.js and started by the engine.

import { projectPaths } from '../areas/projects/project-paths.ts';
import { serveCurves } from '../areas/tracking/curves/serve-curves.ts';
import { openStore } from '../store/open-store.ts';
import { serveWorker } from '../supervision/serve-worker.ts';
import type { ToWorker } from '../supervision/worker-protocol.ts';
import { endWithParent } from './end-with-parent.ts';
import { createStderrLogger } from './stderr-logger.ts';

const paths = projectPaths(process.env.MODELYARD_PROJECT ?? process.cwd());
const store = openStore({
  file: paths.database,
  backupsFolder: paths.backups,
  clock: { nowMs: Date.now },
  logger: createStderrLogger('error'),
  readOnly: true,
});
endWithParent(() => store.close());
const receive = serveWorker(serveCurves(store.reader), (message) => {
  if (process.connected) process.send?.(message);
});
process.on('message', (message) => receive(message as ToWorker));
