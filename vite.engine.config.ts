import { defineConfig } from 'vite';

/**
 * The engine's processes and the command line, for plain Node. Everything is bundled, so that a command starts quickly,
 * except packages with native parts.
 *
 * Every output lies exactly one folder below `out/` (`out/cli`, `out/engine`, `out/chunks`), so code finds its neighbours by
 * the same relative address whichever chunk it ended up in: `new URL('../engine/job-worker.js', import.meta.url)`.
 */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: 'node22.14',
    outDir: 'out',
    emptyOutDir: false,
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: {
        'engine/utility-host': 'src/engine/host/utility-host.ts',
        'engine/job-worker': 'src/engine/host/job-worker.ts',
        'engine/data-worker': 'src/engine/host/data-worker.ts',
        'engine/artifact-worker': 'src/engine/host/artifact-worker.ts',
        'engine/curve-worker': 'src/engine/host/curve-worker.ts',
        'engine/curve-thread': 'src/engine/host/curve-thread.ts',
        'engine/run-folder-worker': 'src/engine/adapters/foreign-runs/mlflow-folder/run-folder-worker.ts',
        'engine/tracking-server': 'src/engine/host/tracking-server.ts',
        'cli/modelyard': 'src/cli/modelyard.ts',
      },
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
  ssr: {
    target: 'node',
    noExternal: true,
    external: ['better-sqlite3', 'onnxruntime-node', '@duckdb/node-api', 'dockerode', 'electron'],
  },
});
