import { foundation } from './0001-foundation.ts';
import { tracking } from './0002-tracking.ts';
import { traces } from './0003-traces.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [foundation, tracking, traces];
