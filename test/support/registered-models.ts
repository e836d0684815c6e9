import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRegistryArea } from '../../src/engine/areas/registry/create-registry-area.ts';
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
    writer.run(
      "INSERT OR IGNORE INTO experiments (id, name, created_at_ms, updated_at_ms) VALUES (1, 'Default', 1, 1)",
    );
    writer.run(
      `INSERT INTO runs (id, experiment_id, name, status, started_at_ms, seed, environment_json, signature_json)
       VALUES (?, 1, ?, 'finished', 1000, 7, '{"node":"24"}', ?)`,
      [id, name, JSON.stringify(model.signature satisfies Signature)],
    );
    writer.run("INSERT INTO run_artifacts VALUES (?, 'model/model.onnx', ?, ?)", [id, digest, sizeBytes]);
    writer.run("INSERT INTO run_parameters VALUES (?, 'rounds', '100')", [id]);
    writer.run("INSERT INTO run_latest_metrics VALUES (?, 'auc', 0, 1000, 0.75, 0)", [id]);
    writer.run("INSERT INTO run_datasets VALUES (?, 'training', 'customers', ?, 2)", [id, 'd'.repeat(64)]);
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
