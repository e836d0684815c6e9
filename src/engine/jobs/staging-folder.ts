import { join } from 'node:path';
import type { Attempt } from '../store/jobs.ts';

/** Where the one reading of a linked source works that goes on; emptied when the next one begins, and with all others when a project opens. */
export const readingFolderOf = (staging: string): string => join(staging, 'linked-source');

/** Where one attempt of a job works: what an attempt before it left is not mixed with its files. */
export const stagingFolderOf = (staging: string, { id, attempt }: Attempt): string =>
  join(staging, `${id}-${attempt}`);
