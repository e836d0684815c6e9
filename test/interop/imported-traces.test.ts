import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { type TraceAnswers, toComparable } from '../fixtures/foreign-runs/described-traces.ts';
import { askTraces, makeTraces } from '../fixtures/foreign-runs/make-sources.ts';
import { mlflowPackages, startMlflowServer, type TrackingServer } from '../support/mlflow-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startOurServer } from './mlflow/our-server.ts';

/** Traces of the newest client: what MLflow answers about a store, our server and MLflow answer about what came of it. */

const program =
  process.env.MODELYARD_CLI ?? fileURLToPath(new URL('../../out/cli/modelyard.js', import.meta.url));

const modelyard = (folder: string, ...words: string[]) =>
  promisify(execFile)(process.execPath, [program, '--project', join(folder, 'project'), ...words], {
    env: { ...process.env, MODELYARD_USER_DATA: join(folder, 'user-data') },
  });

const running = async (server: Promise<TrackingServer>): Promise<string> => {
  const { url, stop } = await server;
  onTestFinished(stop);
  return url;
};

const ask = (uri: string): Promise<TraceAnswers> => askTraces(mlflowPackages, uri);

const sourceRun = 'mlflow.sourceRun';

/** What all stores must say alike. A run has another id on another server, and which run a trace was linked to later is told as its run. */
const comparable = (answers: TraceAnswers) =>
  Object.fromEntries(
    ['traced', 'large'].map((experiment) => [
      experiment,
      answers[experiment]
        ?.map(toComparable)
        .map(({ metadata: { [sourceRun]: _, ...metadata }, ...trace }) => ({
          ...trace,
          metadata,
        })),
    ]),
  );

/** By trace, without the one that was linked later. */
const runsIn = (answers: TraceAnswers): Record<string, string | undefined> =>
  Object.fromEntries(
    (answers.traced ?? [])
      .filter(({ found }) => found.metadata['mlflow.trace.session'] === undefined)
      .map(({ found }) => [found.id, found.metadata[sourceRun]]),
  );

test.each([
  ['mlflow.db', 2000],
  ['mlruns', 300],
] as const)('traces of %s come along and go along', async (store, spans) => {
  const folder = temporaryFolder();
  const { path, answers } = await makeTraces(mlflowPackages, join(folder, 'source'), { store, spans });
  expect(answers.large?.[0]?.spans).toHaveLength(spans);
  const ours = await running(startOurServer({ folder }));
  await modelyard(folder, 'import', '--from', path);
  const imported = await ask(ours);
  expect(comparable(imported)).toEqual(comparable(answers));
  expect(runsIn(imported)).toEqual(runsIn(answers));
  expect(imported['gone with traces']).toMatchObject([{ spans: [{ name: 'outer' }, {}, {}] }]);

  const target = join(folder, 'exported');
  await modelyard(folder, 'export-runs', '--to', target);
  const exported = await ask(`file:${target}`);
  expect(comparable(exported)).toEqual(comparable(answers));
  expect(runsIn(exported)).toEqual(runsIn(answers));

  const url = await running(startMlflowServer({ folder: join(folder, 'server') }));
  await modelyard(folder, 'export-runs', '--to', url);
  expect(comparable(await ask(url))).toEqual(comparable(withFinalMark(answers)));
});

/** What a server marks a trace with that is told to it as a whole. */
const withFinalMark = (answers: TraceAnswers): TraceAnswers =>
  Object.fromEntries(
    Object.entries(answers).map(([experiment, traces]) => [
      experiment,
      traces.map(({ found, ...trace }) => ({
        ...trace,
        found: { ...found, metadata: { ...found.metadata, 'mlflow.trace.infoFinalized': 'true' } },
      })),
    ]),
  );
