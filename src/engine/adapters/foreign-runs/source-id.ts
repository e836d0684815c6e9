import { createHash } from 'node:crypto';

/** An id in MLflow's form for what has none of its own: the same names give the same id wherever the folder lies. */
export const makeSourceId = (...names: readonly string[]): string =>
  createHash('sha256').update(names.join('\0')).digest('hex').slice(0, 32);
