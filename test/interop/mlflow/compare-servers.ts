import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMlflowServer, type TrackingServer } from '../../support/mlflow-server.ts';
import { withoutAllowed } from './allowed-differences.ts';
import { compareSteps, formatDifferences } from './compare.ts';
import { normalise, type Step } from './normalise.ts';
import { startOurServer } from './our-server.ts';
import type { GoldenRecord } from './run-golden.ts';

type Recording = (server: TrackingServer, folder: string) => Promise<GoldenRecord[]>;

/** Does the same with the real server and with ours, both new and empty; answers what they did differently, as text for people. */
export async function differencesFromMlflow(record: Recording): Promise<string> {
  const [theirs, ours] = await Promise.all([
    recordSteps(startMlflowServer, record),
    recordSteps(startOurServer, record),
  ]);
  return formatDifferences(withoutAllowed(compareSteps(theirs, ours)), {
    left: 'mlflow',
    right: 'modelyard',
  });
}

/** Starts a server in a folder of its own, and ends it and removes the folder when `record` is through. */
export async function recordSteps(
  start: (options: { folder: string }) => Promise<TrackingServer>,
  record: Recording,
): Promise<Step[]> {
  const folder = await mkdtemp(join(tmpdir(), 'modelyard-golden-'));
  try {
    const server = await start({ folder });
    try {
      return normalise(await record(server, folder), server.url);
    } finally {
      await server.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
