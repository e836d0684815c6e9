import { appendFileSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { collectRows } from '../../../../test/fixtures/foreign-runs/collect-rows.ts';
import { unpackDatabase, unpackFolder } from '../../../../test/fixtures/foreign-runs/unpack.ts';
import { openForeignRuns } from '../../../../test/support/foreign-runs.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import type { ForeignChange, ForeignSource, KnownUnit } from '../../ports/foreign-runs.ts';

const foreignRuns = openForeignRuns();

const changesOf = async (source: ForeignSource, known: ReadonlyMap<string, KnownUnit>) => {
  const changes: ForeignChange[] = [];
  for await (const change of foreignRuns.readChanges(source, known)) changes.push(change);
  const ends = changes.filter((change) => change.kind === 'unit-end');
  return {
    changes,
    ends,
    known: new Map<string, KnownUnit>([...known, ...ends.map((end) => [end.unit, end] as const)]),
    runs: changes.filter((change) => change.kind === 'run').map(({ name }) => name),
    gone: changes.filter((change) => change.kind === 'unit-gone').map(({ unit }) => unit),
  };
};

async function* inOrder(changes: readonly ForeignChange[]): AsyncGenerator<ForeignChange> {
  yield* changes;
}

const sources: [string, () => Promise<ForeignSource>][] = [
  [
    'an mlruns folder',
    async () => ({ format: 'mlflow-folder', path: await unpackFolder('mlruns', temporaryFolder()) }),
  ],
  [
    'an old database',
    async () => ({ format: 'mlflow-database', path: unpackDatabase('1.20', temporaryFolder()) }),
  ],
  [
    'a new database',
    async () => ({ format: 'mlflow-database', path: unpackDatabase('3.17', temporaryFolder()) }),
  ],
  [
    'Weights & Biases',
    async () => ({ format: 'wandb', path: await unpackFolder('wandb', temporaryFolder()) }),
  ],
  [
    'event files',
    async () => ({ format: 'tensorboard', path: await unpackFolder('tensorboard', temporaryFolder()) }),
  ],
  [
    'an export of Neptune',
    async () => ({ format: 'neptune', path: await unpackFolder('neptune', temporaryFolder()) }),
  ],
];

test.each(sources)('%s: all is a change at first, and nothing is the second time', async (_, open) => {
  const source = await open();
  const read = await collectRows(foreignRuns.read(source));
  const first = await changesOf(source, new Map());
  const collected = await collectRows(inOrder(first.changes));
  const told = [...collected.skipped, ...first.ends.flatMap(({ skipped }) => skipped)];
  expect({ ...collected, skipped: [] }).toEqual({ ...read, skipped: [] });
  expect(told.map(({ reason }) => reason).sort()).toEqual(read.skipped.map(({ reason }) => reason).sort());
  expect(first.ends.flatMap(({ runId }) => runId ?? []).sort()).toEqual(read.runs.map(({ run }) => run.id));

  const second = await changesOf(source, first.known);
  expect([second.runs, second.ends, second.gone]).toEqual([[], [], []]);
  const look = await foreignRuns.look(source, [...first.known.keys()]);
  expect(look).not.toBe('');
  expect(await foreignRuns.look(source, [...first.known.keys()])).toBe(look);
  const strange = new Map([...first.known, ['none', { fingerprint: 'x', runId: null }]]);
  expect((await changesOf(source, strange)).gone).toEqual(['none']);
  rmSync(source.path, { recursive: true });
  expect(await foreignRuns.look(source, [...first.known.keys()])).toBe('');
});

test.each([
  [
    'a tag of the same length',
    "UPDATE tags SET value = 'Baseline' WHERE key = 'mlflow.runName' AND value = 'baseline'",
  ],
  [
    'a point before the latest',
    "INSERT INTO metrics SELECT key, value, timestamp - 5, run_uuid, step - 1, is_nan FROM metrics WHERE run_uuid = (SELECT run_uuid FROM runs WHERE name = 'baseline') AND key = 'loss' LIMIT 1",
  ],
  ['its state', "UPDATE runs SET status = 'KILLED' WHERE name = 'baseline'"],
])('a run of a database is read again for %s, and no other', async (_, sql) => {
  const path = unpackDatabase('2.22', temporaryFolder());
  const source = { format: 'mlflow-database', path } as const;
  const { known } = await changesOf(source, new Map());
  const writer = new Database(path);
  expect(writer.prepare(sql).run().changes).toBe(1);
  writer.close();
  const look = await foreignRuns.look(source, []);
  expect((await changesOf(source, known)).runs).toEqual(['baseline']);
  // The moment of writing is part of it, also where nothing is longer than before.
  utimesSync(path, new Date(), new Date(0));
  expect(await foreignRuns.look(source, [])).not.toBe(look);
});

test('a folder is seen to change where its runs do, and where runs come and go', async () => {
  const path = await unpackFolder('mlruns', temporaryFolder());
  const source = { format: 'mlflow-folder', path } as const;
  const { known } = await changesOf(source, new Map());
  const [unit] = [...known].filter(([, { runId }]) => runId !== null).map(([name]) => name);
  const units = [unit!];
  const run = join(path, unit!);
  let before = await foreignRuns.look(source, units);
  const expectChange = async (change: () => void) => {
    change();
    const now = await foreignRuns.look(source, units);
    expect(now).not.toBe(before);
    before = now;
  };
  const [metric] = readdirSync(join(run, 'metrics')).filter((name) =>
    statSync(join(run, 'metrics', name)).isFile(),
  );
  await expectChange(() => appendFileSync(join(run, 'metrics', metric ?? 'new'), '1 1 1\n'));
  await expectChange(() => writeFileSync(join(run, 'tags', 'another'), 'x'));
  await expectChange(() => mkdirSync(join(run, '..', '0'.repeat(32))));
  await expectChange(() => rmSync(join(run, '..', '0'.repeat(32)), { recursive: true }));
});
