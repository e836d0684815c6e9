import { foundation } from './0001-foundation.ts';
import { tracking } from './0002-tracking.ts';
import { imports } from './0003-imports.ts';
import { traces } from './0004-traces.ts';
import { linkedSources } from './0005-linked-sources.ts';
import { spanTokens } from './0006-span-tokens.ts';
import { metricTimes } from './0007-metric-times.ts';
import { noteDrafts } from './0008-note-drafts.ts';
import { importedTraces } from './0009-imported-traces.ts';
import { objectHolders } from './0010-object-holders.ts';
import type { Migration } from './migration.ts';

export const migrations: readonly Migration[] = [
  foundation,
  tracking,
  imports,
  traces,
  linkedSources,
  spanTokens,
  metricTimes,
  noteDrafts,
  importedTraces,
  objectHolders,
];
