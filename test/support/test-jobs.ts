import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createChildLauncher } from '../../src/engine/adapters/children/create-child-launcher.ts';
import type { AnyDefinition } from '../../src/engine/jobs/execute-job.ts';
import type { Reader, Store } from '../../src/engine/ports/store-handles.ts';

const workerFile = fileURLToPath(new URL('../fixtures/jobs/test-job-worker.ts', import.meta.url));

/** Starts the test worker, with the Node that runs the tests. */
export const testLauncher = () =>
  createChildLauncher({
    programs: {
      'job-worker': workerFile,
      'data-worker': workerFile,
      serving: workerFile,
      'curve-worker': workerFile,
      'artifact-worker': workerFile,
      'tracking-server': workerFile,
    },
  });

export const jobPaths = (folder: string) => ({
  folder,
  logs: join(folder, 'logs'),
  staging: join(folder, 'staging'),
});

/** What the test job has written: one effect for each time it was finished, and the emissions of its last attempt. */
export const createEffectTables = (store: Store): void => {
  store.write((writer) => {
    writer.run('CREATE TABLE IF NOT EXISTS effects (job_id TEXT NOT NULL, attempt INTEGER NOT NULL) STRICT');
    writer.run('CREATE TABLE IF NOT EXISTS emissions (job_id TEXT NOT NULL, emission TEXT NOT NULL) STRICT');
    writer.run('CREATE TABLE IF NOT EXISTS failures (job_id TEXT NOT NULL, state TEXT NOT NULL) STRICT');
  });
};

export const testDefinition: AnyDefinition = {
  kind: 'train',
  onStart: (writer, { id }) => {
    writer.run('DELETE FROM emissions WHERE job_id = ?', [id]);
  },
  onEmission: (writer, { id }, emission) => {
    writer.run('INSERT INTO emissions VALUES (?, ?)', [id, JSON.stringify(emission)]);
  },
  finish: async ({ id, attempt, stagingFolder }, output) => {
    const file = (output as { file?: string } | undefined)?.file;
    if (file !== undefined) readFileSync(join(stagingFolder, file));
    return (writer) => {
      writer.run('INSERT INTO effects VALUES (?, ?)', [id, attempt]);
    };
  },
  onFailure: (writer, { id }, { state }) => {
    writer.run('INSERT INTO failures VALUES (?, ?)', [id, state]);
  },
  changes: ({ id }) => [{ topic: 'runs', ids: [id] }],
};

export const emissionsOf = (reader: Reader, jobId: string): unknown[] =>
  reader
    .all<{ emission: string }>('SELECT emission FROM emissions WHERE job_id = ? ORDER BY rowid', [jobId])
    .map((row) => JSON.parse(row.emission) as unknown);

export const effectsOf = (reader: Reader, jobId: string): number[] =>
  reader
    .all<{ attempt: number }>('SELECT attempt FROM effects WHERE job_id = ?', [jobId])
    .map((row) => row.attempt);

export const failuresOf = (reader: Reader, jobId: string): string[] =>
  reader
    .all<{ state: string }>('SELECT state FROM failures WHERE job_id = ?', [jobId])
    .map((row) => row.state);

/** Waits for something that another process brings about, and says what it was when it does not happen. */
export const eventually = async <Value>(
  what: string,
  look: () => Value | undefined | null | false,
): Promise<Value> => {
  for (const deadlineMs = Date.now() + 20_000; Date.now() < deadlineMs; ) {
    const seen = look();
    if (seen) return seen;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`It did not happen: ${what}`);
};
