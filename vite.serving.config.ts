import { defineConfig } from 'vite';

/** The serving program: one file that runs on the laptop and is copied into the image, beside onnxruntime-node and nothing else. */
export default defineConfig({
  publicDir: false,
  build: {
    ssr: true,
    target: 'node22.14',
    outDir: 'out/serving',
    emptyOutDir: true,
    minify: false,
    rolldownOptions: {
      input: 'src/serving/server.ts',
      output: { format: 'es', entryFileNames: 'server.mjs', codeSplitting: false },
    },
  },
  ssr: { target: 'node', noExternal: true, external: ['onnxruntime-node'] },
});
