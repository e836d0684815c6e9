import { createDuckDbTableReader } from '../adapters/duckdb/duckdb-table-reader.ts';
import { serveWorker } from '../supervision/serve-worker.ts';
import type { ToWorker } from '../supervision/worker-protocol.ts';
import { endWithParent } from './end-with-parent.ts';

/** The process that reads data files for the engine; it speaks with its parent over the channel it was started with. */
const reader = createDuckDbTableReader();
const receive = serveWorker(reader, (message) => process.send?.(message));
process.on('message', (message) => receive(message as ToWorker));
endWithParent(() => reader.close());
