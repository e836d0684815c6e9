/**
 * The real `mlflow server` and ours, asked the same by unmodified clients of three generations, by raw HTTP and by generated searches: every
 * answer is the same but for ids and times, or stands in `mlflow/allowed-differences.ts` with the reason.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { ensurePython } from '../../support/python.ts';
import { clients } from '../mlflow/clients.ts';
import { differencesFromMlflow } from '../mlflow/compare-servers.ts';
import { runFilters } from '../mlflow/run-filters.ts';
import { runGolden } from '../mlflow/run-golden.ts';
import { runRaw } from '../mlflow/run-raw.ts';

beforeAll(async () => {
  // Installing waits for the network: all at once, it takes as long as the slowest. The first is the server's too.
  await Promise.all(clients.map(({ packages }) => ensurePython(packages)));
}, 1_800_000);

/** A minute or two on a machine with nothing else to do. */
const goldenTimeoutMs = 1_200_000;

describe('the same program against both', () => {
  for (const client of clients) {
    test(
      `MLflow's client ${client.version}`,
      async () => {
        expect(await differencesFromMlflow((server, folder) => runGolden({ server, client, folder }))).toBe(
          '',
        );
      },
      goldenTimeoutMs,
    );
  }
});

test('raw requests are answered alike', async () => {
  expect(await differencesFromMlflow(runRaw)).toBe('');
});

test('generated searches find the same rows in the same order', async () => {
  expect(await differencesFromMlflow(runFilters)).toBe('');
});
