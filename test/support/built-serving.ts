import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the serving program as it is shipped, into a folder below this checkout, so that it finds ONNX Runtime. Answers its file. */
export async function buildServingProgram(): Promise<string> {
  const outDir = join(root, 'out', 'serving-under-test');
  await build({
    root,
    configFile: join(root, 'vite.serving.config.ts'),
    logLevel: 'warn',
    build: { outDir },
  });
  return join(outDir, 'server.mjs');
}
