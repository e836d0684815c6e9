import { mkdirSync } from 'node:fs';
import { projectPaths } from '../../src/engine/areas/projects/project-paths.ts';
import { createObjectStore } from '../../src/engine/store/objects.ts';
import { openStore } from '../../src/engine/store/open-store.ts';
import { insertProjectRecord } from '../../src/engine/store/project.ts';
import { insertArtifact } from '../../src/engine/store/runs.ts';
import { silentLogger } from './open-test-store.ts';
import { addRun } from './run-store.ts';

export interface GivenFiles {
  readonly run: string;
  readonly name: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
}

/** Makes a project in a folder with runs that left these files, and closes it again. */
export const makeArtifactProject = async (folder: string, runs: readonly GivenFiles[]): Promise<void> => {
  const paths = projectPaths(folder);
  for (const made of [paths.objects, paths.logs, paths.backups, paths.predictions, paths.bundles])
    mkdirSync(made, { recursive: true });
  const clock = { nowMs: Date.now };
  const store = openStore({
    file: paths.database,
    backupsFolder: paths.backups,
    clock,
    logger: silentLogger,
  });
  const objects = createObjectStore({ folder: paths.objects, store, clock });
  store.write((writer) =>
    insertProjectRecord(writer, { name: 'artifacts', isSample: false, createdAtMs: Date.now() }),
  );
  for (const { run, name, files } of runs) {
    addRun(store, { id: run, name, status: 'finished', endedAtMs: 2000, metrics: { loss: 0.5 } });
    for (const [path, content] of Object.entries(files)) {
      const object = await objects.put(Buffer.from(content));
      store.write((writer) => insertArtifact(writer, run, { path, ...object }));
    }
  }
  store.close();
};
