// The process that draws curves' points from the database. Built to out/engine/curve-worker.js and started by the engine.

import { projectPaths } from '../areas/projects/project-paths.ts';
import { createCurveThreads } from '../areas/tracking/curves/curve-threads.ts';
import { serveCurves } from '../areas/tracking/curves/serve-curves.ts';
import { openStore } from '../store/open-store.ts';
import { serveWorker } from '../supervision/serve-worker.ts';
import type { ToWorker } from '../supervision/worker-protocol.ts';
import { endWithParent } from './end-with-parent.ts';
import { isBuilt } from './is-built.ts';
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
/** The project's own, or the copy of it that is read where its folder cannot be written. */
const opened = store.reader.get<{ file: string }>(
  "SELECT file FROM pragma_database_list WHERE name = 'main'",
);
const program = new URL(isBuilt ? '../engine/curve-thread.js' : './curve-thread.ts', import.meta.url);
const threads = createCurveThreads(program, {
  file: opened?.file ?? paths.database,
  backupsFolder: paths.backups,
});
const receive = serveWorker(serveCurves(store.reader, threads), (message) => {
  if (process.connected) process.send?.(message);
});
process.on('message', (message) => receive(message as ToWorker));
