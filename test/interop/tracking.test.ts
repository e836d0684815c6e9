/**
 * The real `mlflow server` and ours, asked the same by its newest client unmodified, by raw HTTP and by generated searches: every answer is
 * the same but for ids and times, or stands in `mlflow/allowed-differences.ts` with the reason. `peers/tracking.test.ts` asks older clients.
 */
import { expect, test } from 'vitest';
import { clients } from './mlflow/clients.ts';
import { differencesFromMlflow } from './mlflow/compare-servers.ts';
import { runFilters } from './mlflow/run-filters.ts';
import { runGolden } from './mlflow/run-golden.ts';
import { runRaw } from './mlflow/run-raw.ts';

const [client] = clients;

test(`the same program of MLflow's client ${client.name} against both`, async () => {
  expect(await differencesFromMlflow((server, folder) => runGolden({ server, client, folder }))).toBe('');
});

test('raw requests are answered alike', async () => {
  expect(await differencesFromMlflow(runRaw)).toBe('');
});

test('generated searches find the same rows in the same order', async () => {
  expect(await differencesFromMlflow(runFilters)).toBe('');
});
