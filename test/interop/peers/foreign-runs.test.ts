import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createForeignRuns } from '../../../src/engine/adapters/foreign-runs/create-foreign-runs.ts';
import type { ForeignFormat } from '../../../src/engine/ports/foreign-runs.ts';
import { bitsOf, type Collected, collectRows } from '../../fixtures/foreign-runs/collect-rows.ts';
import { expectAnswers } from '../../fixtures/foreign-runs/expect-answers.ts';
import {
  askMlflow,
  type MlflowVersion,
  makeMlflowDatabase,
  makeMlflowFolder,
  makeSameRun,
  mlflowVersions,
  withStepsOfDatasetLines,
} from '../../fixtures/foreign-runs/make-sources.ts';
import { serveMlflow } from '../../fixtures/foreign-runs/serve-mlflow.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Against the real programs: what they write is read, and what is written they read. */

const foreignRuns = createForeignRuns();
const read = (format: ForeignFormat, path: string): Promise<Collected> =>
  collectRows(foreignRuns.read({ format, path }));

describe.each(mlflowVersions)('MLflow %s', (version) => {
  test('its database and its folder say what it says itself', async () => {
    const folder = temporaryFolder();
    const database = await makeMlflowDatabase(join(folder, 'database'), version);
    expectAnswers(await read('mlflow-database', database.path), database.answers);
    const files = await makeMlflowFolder(join(folder, 'files'), version);
    const answers =
      Number(version.split('.')[0]) >= 3 ? withStepsOfDatasetLines(files.answers) : files.answers;
    expectAnswers(await read('mlflow-folder', files.path), answers);
  });
});

interface Described {
  rows: {
    name: string;
    experiment: string;
    metrics: Record<string, unknown>;
    tags: Record<string, string>;
  }[];
  models: { versions: unknown[] }[];
  loggedModels: unknown[];
}

const describeStore = async (version: MlflowVersion, uri: string): Promise<Described> => {
  const described = (await askMlflow(version, 'describe-mlflow.py', [uri])) as Described;
  described.rows.sort((one, other) => (one.name < other.name ? -1 : 1));
  return described;
};

const uriOf = (path: string): string => `file://${encodeURI(path)}`;

test.each(['3.1', '3.17'] as const)(
  'an exported folder says to MLflow %s what its original says',
  async (version) => {
    const folder = temporaryFolder();
    const { path } = await makeMlflowFolder(folder, '3.1');
    const target = join(folder, 'exported');
    const outcome = await foreignRuns.writeMlflowFolder(
      target,
      foreignRuns.read({ format: 'mlflow-folder', path }),
    );
    expect(outcome.skipped).toEqual([]);
    expect(await describeStore(version, uriOf(target))).toEqual(await describeStore(version, uriOf(path)));
  },
);

test('a database exported to a folder says to MLflow what the database says', async () => {
  const folder = temporaryFolder();
  const { path } = await makeMlflowDatabase(folder, '3.17');
  const target = join(folder, 'exported');
  await foreignRuns.writeMlflowFolder(target, foreignRuns.read({ format: 'mlflow-database', path }));
  const exported = await describeStore('3.17', uriOf(target));
  const original = await describeStore('3.17', `sqlite:///${path}`);
  expect(exported.models).toEqual(original.models);
  expect(exported.rows).toEqual(original.rows);
});

test('everything sent to a real server arrives: import, export, import without a difference', async () => {
  const folder = temporaryFolder();
  const { path } = await makeMlflowFolder(folder, '3.1');
  const url = await serveMlflow(folder);
  const source = { format: 'mlflow-folder', path } as const;
  const outcome = await foreignRuns.sendToMlflowServer(url, foreignRuns.read(source));
  expect(outcome.skipped).toEqual([]);
  expect(outcome).toMatchObject({ experiments: 3, runs: 5, artifacts: 2 });
  const there = await describeStore('3.17', url);
  const here = await read('mlflow-folder', path);
  expect(there.rows).toHaveLength(here.runs.length);
  for (const row of here.runs) {
    const sent = there.rows.find(({ name }) => name === row.run.name);
    const { status, stage, startedAtMs, endedAtMs } = row.run;
    const parent = sent?.tags['mlflow.parentRunId'];
    expect(sent).toMatchObject({
      status,
      stage,
      startedAtMs,
      endedAtMs,
      parameters: row.parameters,
      // The parent has another id there.
      tags: { ...row.tags, ...(parent === undefined ? {} : { 'mlflow.parentRunId': parent }) },
      artifacts: row.artifacts,
      metrics: Object.fromEntries(
        Object.entries(row.metrics).map(([key, points]) => [key, points.map(asDatabaseHolds)]),
      ),
    });
  }
  expect(there.models).toEqual([
    {
      name: 'churn',
      description: 'who leaves',
      aliases: { champion: '2' },
      versions: [
        [1, 'None', 'the first', { n: '0' }],
        [2, 'Production', null, { n: '1' }],
      ],
    },
  ]);
  expect(there.loggedModels).toEqual([
    ['trees', 'READY', { depth: '3' }, { t: '1' }, [['auc', 0.75, 2, 'test']]],
  ]);
});

/** Infinities are the largest doubles there, and zero has no sign. */
const asDatabaseHolds = ([step, timestampMs, bits]: [number, number, string]): [number, number, string] => {
  const held: Record<string, number> = {
    [bitsOf(Number.POSITIVE_INFINITY)]: Number.MAX_VALUE,
    [bitsOf(Number.NEGATIVE_INFINITY)]: -Number.MAX_VALUE,
    [bitsOf(-0)]: 0,
  };
  const value = held[bits];
  return [step, timestampMs, value === undefined ? bits : bitsOf(value)];
};

test('the same run is the same row, whichever tool wrote it', async () => {
  const folder = temporaryFolder();
  const sources: [ForeignFormat, string][] = [
    ['mlflow-folder', await makeSameRun('mlflow', '3.1', join(folder, 'files'))],
    ['mlflow-database', await makeSameRun('mlflow', '1.30', join(folder, 'old.db'))],
    ['mlflow-database', await makeSameRun('mlflow', '3.17', join(folder, 'new.db'))],
    ['wandb', await makeSameRun('wandb', null, join(folder, 'weights'))],
    ['tensorboard', await makeSameRun('tensorboard', null, join(folder, 'events'))],
  ];
  const rows = [];
  for (const [format, path] of sources) {
    const { runs, experiments } = await read(format, path);
    expect(runs, path).toHaveLength(1);
    const { run, parameters, metrics } = runs[0]!;
    rows.push({
      experiment: experiments.find(({ id }) => id === run.experimentId)?.name,
      name: run.name,
      status: run.status,
      ...{ startedAtMs: run.startedAtMs, endedAtMs: run.endedAtMs },
      ...{ parameters, metrics },
    });
  }
  expect(rows[0]).toMatchObject({
    experiment: 'same',
    name: 'baseline',
    status: 'finished',
    parameters: { depth: '3', kind: 'trees', learning_rate: '1e-05', bagging: 'True' },
  });
  for (const row of rows) expect(row).toEqual(rows[0]);
});
