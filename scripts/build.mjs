// Builds everything that runs into out/: the window (electron-vite), the engine with the command line, and the serving program.
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as buildWindow } from 'electron-vite';
import { build } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
process.env.NODE_ENV = 'production';

const logLevel = process.argv.includes('--verbose') ? 'info' : 'warn';

// The engine shares out/ with the others, so Vite must not empty it; old chunks would stay for ever.
for (const folder of ['engine', 'cli', 'chunks']) {
  await rm(join(root, 'out', folder), { recursive: true, force: true });
}
await Promise.all([
  buildWindow({ logLevel }),
  build({ configFile: 'vite.engine.config.ts', logLevel }),
  build({ configFile: 'vite.serving.config.ts', logLevel }),
]);
