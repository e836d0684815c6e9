import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRegistryArea } from '../../src/engine/areas/registry/create-registry-area.ts';
import { logPoints } from '../../src/engine/store/run-metrics.ts';
import { setParameters } from '../../src/engine/store/run-values.ts';
import { insertArtifact, insertRun, linkDataset, recordRunFacts } from '../../src/engine/store/runs.ts';
import type { Signature } from '../../src/shared/model/signature.ts';
import type { TestServices } from './project-services.ts';
import { churnModel, type TinyModel } from './tiny-models.ts';

/** A finished run with a model, as training leaves it. Answers the run's id. */
export async function addRun(
  { store, objects, ids }: TestServices,
  { model = churnModel(), name = 'first run' }: { model?: TinyModel; name?: string } = {},
): Promise<string> {
  const { digest, sizeBytes } = await objects.put(model.bytes);
  const id = ids.next();
  store.write((writer) => {
    insertRun(writer, {
      ...{ id, name, experimentId: 0, status: 'finished', startedAtMs: 1000, jobId: null, seed: 7 },
    });
    recordRunFacts(writer, id, {
      code: null,
      environment: { node: '24' },
      signature: model.signature satisfies Signature,
    });
    insertArtifact(writer, id, { path: 'model/model.onnx', digest, sizeBytes });
    setParameters(writer, id, { rounds: '100' });
    logPoints(writer, id, [{ key: 'auc', step: 0, timestampMs: 1000, value: 0.75 }]);
    linkDataset(writer, id, { role: 'training', name: 'customers', digest: 'd'.repeat(64), version: 2 });
  });
  return id;
}

/** Registers the model of a new run as the next version of `name`. */
export async function registerChurn(services: TestServices, name = 'churn') {
  const run = await addRun(services);
  const { handlers } = createRegistryArea(services);
  return handlers['models.register']({ source: { run }, name, description: '', aliases: [] });
}

export function writeModelFile(folder: string, bytes: Uint8Array, name = 'model.onnx'): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}
