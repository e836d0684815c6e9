import type { ForeignMetric, ForeignOwner, SkippedItem } from '../../../ports/foreign-runs.ts';
import { UnreadableFile } from '../guarded-files.ts';
import { groupMetricLines } from '../mlflow/parse-metric-lines.ts';
import { readLines } from '../read-lines.ts';
import { skipped } from '../skipped.ts';
import { listEntryFiles } from './read-entry-files.ts';

/** Every point of every metric file below `folder`, in file order. */
export function* readMetricFiles(
  owner: ForeignOwner,
  folder: string,
): Generator<ForeignMetric | SkippedItem> {
  for (const found of listEntryFiles(folder, 'metric-point')) {
    if ('kind' in found) {
      yield found;
      continue;
    }
    try {
      for (const group of groupMetricLines(readLines(found.path), found.path, owner.type)) {
        yield 'kind' in group ? group : { kind: 'metric', owner, key: found.key, ...group };
      }
    } catch (thrown) {
      if (!(thrown instanceof UnreadableFile)) throw thrown;
      yield skipped('metric-point', found.path, thrown.message);
    }
  }
}
