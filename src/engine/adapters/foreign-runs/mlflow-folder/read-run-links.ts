import { join } from 'node:path';
import type { ForeignItem } from '../../../ports/foreign-runs.ts';
import { listFolder, UnreadableFile } from '../guarded-files.ts';
import { isRunId, parseWholeNumber } from '../mlflow/identifiers.ts';
import { attempt, skipped } from '../skipped.ts';
import { metaFile, readMeta } from './read-meta.ts';
import type { RunFolderRequest } from './run-folder-request.ts';

/** What a run took and made, as MLflow 2.4 and newer record it: data sets, and logged models of MLflow 3. */
export function* readRunLinks(request: RunFolderRequest): Generator<ForeignItem> {
  for (const side of ['inputs', 'outputs'] as const) {
    const parent = join(request.folder, side);
    const listing = attempt(() => listFolder(parent));
    const subject = side === 'inputs' ? 'dataset-input' : 'model-link';
    const unreadable = (file: string, reason: string) =>
      skipped(subject, file, reason, { runId: request.runId });
    if (!listing.ok) yield unreadable(parent, listing.reason);
    else {
      for (const entry of listing.value) {
        const folder = join(parent, entry.name);
        const item = attempt(() => readLink(request, folder, side));
        yield item.ok ? item.value : unreadable(join(folder, metaFile), item.reason);
      }
    }
  }
}

const readLink = (request: RunFolderRequest, folder: string, side: 'inputs' | 'outputs'): ForeignItem => {
  const meta = readMeta(folder);
  const sourceId = meta.text('source_id') ?? '';
  if (!isRunId(sourceId)) throw new UnreadableFile('It names no data set or model.');
  if (side === 'outputs' || meta.text('source_type') === 'MODEL') {
    const step = parseWholeNumber(meta.text('step') ?? '0') ?? 0;
    const direction = side === 'outputs' ? 'output' : 'input';
    return { kind: 'model-link', runId: request.runId, modelId: sourceId, direction, step };
  }
  const dataset = readMeta(join(request.experimentFolder, 'datasets', sourceId));
  return {
    kind: 'dataset-input',
    runId: request.runId,
    name: dataset.text('name') ?? '',
    digest: dataset.text('digest') ?? '',
    sourceType: dataset.text('source_type') ?? '',
    source: dataset.text('source') ?? '',
    schema: dataset.text('schema'),
    profile: dataset.text('profile'),
    tags: meta.maps.get('tags') ?? [],
  };
};
