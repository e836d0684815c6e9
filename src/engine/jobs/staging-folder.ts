import { join } from 'node:path';
import type { Attempt } from '../store/jobs.ts';

/** Where one attempt of a job works: what an attempt before it left is not mixed with its files. */
export const stagingFolderOf = (staging: string, { id, attempt }: Attempt): string =>
  join(staging, `${id}-${attempt}`);
