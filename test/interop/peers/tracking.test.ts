/**
 * The real `mlflow server` and ours, asked the same by unmodified clients of earlier generations, and by one that trains with PyTorch
 * Lightning and Keras: every answer is the same but for ids and times, or stands in `mlflow/allowed-differences.ts` with the reason.
 * `../tracking.test.ts` does it with the newest client.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { ensurePython } from '../../support/python.ts';
import { clients } from '../mlflow/clients.ts';
import { differencesFromMlflow } from '../mlflow/compare-servers.ts';
import { runGolden } from '../mlflow/run-golden.ts';

beforeAll(async () => {
  // Installing waits for the network: all at once, it takes as long as the slowest. The first is the server's.
  await Promise.all(clients.map(({ packages }) => ensurePython(packages)));
}, 1_800_000);

/** A minute or two on a machine with nothing else to do. */
const goldenTimeoutMs = 1_200_000;

const [, ...others] = clients;

describe('the same program against both', () => {
  test.each(others)(
    "MLflow's client $name",
    async (client) => {
      expect(await differencesFromMlflow((server, folder) => runGolden({ server, client, folder }))).toBe('');
    },
    goldenTimeoutMs,
  );
});
