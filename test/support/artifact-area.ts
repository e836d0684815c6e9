import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { createRunArtifactsArea } from '../../src/engine/areas/tracking/create-run-artifacts-area.ts';
import { insertArtifact } from '../../src/engine/store/runs.ts';
import { openTestProject } from './project-services.ts';
import { addRun } from './run-store.ts';

export const artifactRun = '1'.repeat(32);

/** A file that another program wrote. */
export const artifactFixture = (name: string): Buffer =>
  readFileSync(new URL(`../fixtures/artifacts/${name}`, import.meta.url));

/** The area of artifacts with a run that left these files, and with the real worker. */
export const openArtifactArea = async (files: Readonly<Record<string, string | Uint8Array>>) => {
  const services = openTestProject();
  addRun(services.store, { id: artifactRun });
  for (const [path, content] of Object.entries(files)) {
    const object = await services.objects.put(Buffer.from(content));
    services.store.write((writer) => insertArtifact(writer, artifactRun, { path, ...object }));
  }
  const { handlers, close } = createRunArtifactsArea(services);
  onTestFinished(close);
  /** Puts a file into the store without reading it, as large ones are. */
  const adopt = async (path: string, file: string) => {
    const object = await services.objects.adopt(file);
    services.store.write((writer) => insertArtifact(writer, artifactRun, { path, ...object }));
  };
  return { handlers, adopt, services };
};
