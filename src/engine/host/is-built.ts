import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Whether the programs run as they were built, one folder below `out/`, or from their sources. */
export const isBuilt = basename(dirname(dirname(fileURLToPath(import.meta.url)))) === 'out';
