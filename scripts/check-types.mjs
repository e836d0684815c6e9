// Type-checks every layer with its own tsconfig: no DOM in the engine, no Node in the renderer.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const layers = [
  'src/shared',
  'src/engine',
  'src/serving',
  'src/cli',
  'src/main',
  'src/preload',
  'src/renderer',
  'test',
];
const wanted = process.argv.slice(2);

let failed = 0;
for (const layer of layers.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  const { status } = spawnSync(process.execPath, [tsc, '--project', join(root, layer)], { stdio: 'inherit' });
  if (status !== 0) {
    failed += 1;
    console.error(`types: ${layer} failed`);
  }
}
process.exit(failed === 0 ? 0 : 1);
