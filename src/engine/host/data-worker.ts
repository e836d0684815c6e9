import type { ToDataWorker } from '../adapters/duckdb/data-worker-protocol.ts';
import { createDuckDbTableReader } from '../adapters/duckdb/duckdb-table-reader.ts';
import { serveDataWorker } from '../adapters/duckdb/serve-data-worker.ts';
import { endWithParent } from './end-with-parent.ts';

/** The process that reads data files for the engine; it speaks with its parent over the channel it was started with. */
const reader = createDuckDbTableReader();
const receive = serveDataWorker(reader, (message) => process.send?.(message));
process.on('message', (message) => receive(message as ToDataWorker));
endWithParent(() => reader.close());
