import { expect, it } from 'vitest';
import type { ForeignChange, ForeignRuns } from '../../ports/foreign-runs.ts';
import type { ImportEntry } from './import-entries.ts';
import { type LinkOutput, runLinkJob } from './link-job.ts';

const artifacts = 100_000;
const owner = { type: 'run', id: 'r' } as const;

async function* changes(): AsyncGenerator<ForeignChange> {
  yield {
    ...{ kind: 'run', id: owner.id, experimentId: 'e', name: 'r', status: 'finished', stage: 'active' },
    ...{ startedAtMs: 0, endedAtMs: 1, deletedAtMs: null, user: null, parentRunId: null },
    ...{ artifactUri: null, artifactFolder: null },
  };
  for (let number = 0; number < artifacts; number += 1)
    yield {
      kind: 'artifact',
      ...{ owner, path: `${number}.png`, file: `/elsewhere/${number}.png`, sizeBytes: 1, offset: 0 },
    };
  yield { kind: 'unit-end', unit: 'u', runId: owner.id, fingerprint: 'f', skipped: [] };
}

it('counts what it passes over of a run in as much time as there is of it', async () => {
  const sent: ImportEntry[] = [];
  const foreignRuns: Pick<ForeignRuns, 'readChanges'> = { readChanges: changes };
  const output: LinkOutput = await runLinkJob(
    { format: 'mlflow-folder', path: '/linked', known: [], mark: null },
    {
      ...{ signal: new AbortController().signal, progress: () => undefined, stagingFolder: '/none' },
      emit: (entries: readonly ImportEntry[]) => void sent.push(...entries),
      stored: async () => undefined,
      foreignRuns,
    } as unknown as Parameters<typeof runLinkJob>[1],
  );
  const end = sent.find(({ kind }) => kind === 'unit-end');
  expect(end).toMatchObject({ skipped: { count: artifacts } });
  expect(end?.kind === 'unit-end' && end.skipped?.items).toHaveLength(20);
  expect(output.skipped.count).toBe(0);
});
