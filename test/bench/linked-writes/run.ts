// What linking costs the engine alone, without the reading of files: npm run bench -- linked-writes [RUNS [PARAMETERS [STEPS]]]
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntryWriting } from '../../../src/engine/areas/foreign-runs/entry-writing.ts';
import type { ImportEntry } from '../../../src/engine/areas/foreign-runs/import-entries.ts';
import { writeEntry } from '../../../src/engine/areas/foreign-runs/write-entry.ts';
import { openEngine } from '../../../src/engine/host/in-process.ts';
import { importSourceNumber } from '../../../src/engine/store/foreign-runs.ts';
import { insertLinkedSource } from '../../../src/engine/store/linked-sources.ts';
import { openStore } from '../../../src/engine/store/open-store.ts';
import { silentLogger } from '../../support/open-test-store.ts';

const [runs = 5000, parameters = 150, steps = 20] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'modelyard-bench-write-'));
const project = join(folder, 'project');
const runsInExperiment = 1500;
/** About what comes in one transaction. */
const runsAtOnce = 100;
const reportedRuns = 5000;

const entries = Array.from(
  { length: parameters },
  (_, index) => [`parameter_${index}`, String((index * 7919) % 1000)] as const,
);
const stepNumbers = Array.from({ length: steps }, (_, step) => step);

function* entriesOf(run: number): Generator<ImportEntry> {
  // As ids are, in no order.
  const id = ((run * 2_654_435_761) % 4_294_967_296).toString(16).padStart(32, '0');
  const experiment = `experiment ${Math.floor(run / runsInExperiment)}`;
  if (run % runsInExperiment === 0)
    yield { kind: 'experiment', name: experiment, stage: 'active', createdAtMs: 1, updatedAtMs: 1, tags: [] };
  yield {
    ...{ kind: 'run', id, name: `run ${run}`, status: 'finished', stage: 'active', experiment, user: 'ada' },
    ...{ startedAtMs: 1_700_000_000_000 + run, endedAtMs: 1_700_000_060_000 + run, deletedAtMs: null },
    artifactUri: null,
  };
  const tags = ['mlflow.user', 'mlflow.source.name', 'mlflow.source.type'].map(
    (key) => [key, 'value'] as const,
  );
  yield { kind: 'tags', runId: id, entries: [...tags, ['mlflow.runName', `run ${run}`]], isFromSource: true };
  yield { kind: 'parameters', runId: id, entries };
  const points = {
    steps: stepNumbers,
    timestampsMs: stepNumbers.map((step) => 1_700_000_000_000 + step),
    values: stepNumbers.map((step) => 1 / (step + 3)),
  };
  yield { kind: 'points', owner: { type: 'run', id }, key: 'loss', dataset: null, runId: null, points };
  yield {
    ...{ kind: 'unit-end', unit: `1/${id}`, runId: id, fingerprint: 'x'.repeat(27) },
    ...{ points: [['loss', steps]], skipped: null },
  };
}

const open = async (command: 'projects.create' | 'projects.open') => {
  const engine = await openEngine({
    background: false,
    actor: 'bench',
    userDataFolder: join(folder, 'user'),
  });
  await engine.call(command, undefined, { folder: project });
  return engine;
};

const seconds = (fromMs: number): string => `${((performance.now() - fromMs) / 1000).toFixed(2)} s`;

try {
  await (await open('projects.create')).close();
  const file = join(project, '.modelyard', 'project.db');
  const store = openStore({
    ...{ file, backupsFolder: join(project, '.modelyard', 'backups'), logger: silentLogger },
    clock: { nowMs: () => Date.now() },
  });
  const source = store.write((writer) => {
    const number = importSourceNumber(writer, { format: 'mlflow-folder', path: join(folder, 'mlruns') });
    insertLinkedSource(writer, { number, title: 'mlruns', nowMs: 1 });
    return number;
  });
  const startedAt = performance.now();
  const before = process.cpuUsage();
  let lastAt = startedAt;
  let longestMs = 0;
  for (let first = 0; first < runs; first += runsAtOnce) {
    const beganAt = performance.now();
    store.write((writer) => {
      const writing: EntryWriting = {
        ...{ writer, source, isLinked: true, keys: new Map(), nowMs: 1 },
        objects: { place: () => undefined },
        eventLog: { append: () => undefined },
        ...{
          added: () => undefined,
          release: () => undefined,
          refuse: () => undefined,
          fileOf: ({ name }) => name,
        },
      };
      for (let run = first; run < Math.min(runs, first + runsAtOnce); run += 1)
        for (const entry of entriesOf(run)) writeEntry(writing, entry);
    });
    longestMs = Math.max(longestMs, performance.now() - beganAt);
    if ((first + runsAtOnce) % reportedRuns !== 0) continue;
    console.log(
      `${String(first + runsAtOnce).padStart(6)} runs: the last ${reportedRuns} in ${seconds(lastAt)}`,
    );
    lastAt = performance.now();
  }
  const { user, system } = process.cpuUsage(before);
  console.log(
    `${runs} runs × ${parameters} parameters × ${steps} steps written in ${seconds(startedAt)} (${((user + system) / 1e6).toFixed(1)} s of a processor), the longest transaction ${longestMs.toFixed(0)} ms, ${(statSync(file).size / 1e6).toFixed(0)} MB`,
  );
  store.close();

  const openedAt = performance.now();
  const engine = await open('projects.open');
  const list = (filter: string) =>
    engine.call('runs.list', project, { filter, columns: ['source', 'params.parameter_7', 'metrics.loss'] });
  const { total } = (await list('')) as { total: number };
  if (total !== runs) throw new Error(`There are ${total} runs.`);
  console.log(`opened later, with the first page of the table: ${seconds(openedAt)}`);
  const filteredAt = performance.now();
  await list("source = 'mlruns'");
  console.log(`filtered by source: ${seconds(filteredAt)}`);
  const groupedAt = performance.now();
  await engine.call('runs.listGroups', project, { by: ['source'] });
  console.log(`grouped by source: ${seconds(groupedAt)}`);
  await engine.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
