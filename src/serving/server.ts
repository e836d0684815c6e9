/**
 * The serving program: one model behind HTTP. The same built file serves on the laptop and in the image.
 *
 *   MODELYARD_BUNDLE=folder node server.mjs            serve model.onnx as model.json says
 *   node server.mjs --check-health                     exit code 0 when the server on this machine is ready
 */
import type { ServingMessage } from '../shared/model/serving-messages.ts';
import { BundleError } from './bundle.ts';
import { checkHealth } from './check-health.ts';
import { connectToParent } from './parent-process.ts';
import { serve } from './serve.ts';
import { readSettings, SettingsError } from './settings.ts';

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  if (process.argv.includes('--check-health')) process.exit((await checkHealth(settings)) ? 0 : 1);
  await serve(settings);
}

type Failure = Omit<Extract<ServingMessage, { kind: 'failed' }>, 'kind'>;

function explain(thrown: unknown): Failure {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  if ((error as { code?: unknown }).code === 'EADDRINUSE') {
    return { code: 'port-in-use', message: `Port ${process.env.PORT} is in use by another program.` };
  }
  if (error instanceof SettingsError) return { code: 'invalid-input', message: error.message };
  if (error instanceof BundleError) return { code: 'model-invalid', message: error.message };
  return { code: 'model-invalid', message: `The model cannot be served: ${error.message}` };
}

main().catch(async (thrown: unknown) => {
  const failure = explain(thrown);
  console.error(failure.message);
  await connectToParent().tell({ kind: 'failed', ...failure });
  process.exit(1);
});
