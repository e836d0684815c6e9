import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** The window and its shell. Engine and serving program are built apart (vite.engine.config.ts, vite.serving.config.ts): they run without Electron. */
export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      target: 'node20.18',
      sourcemap: true,
      rolldownOptions: { input: { index: 'src/main/index.ts' } },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      target: 'node20.18',
      // A sandboxed preload is loaded as CommonJS, and as one file.
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    // The window's policy takes fonts and images from files of its own only, not from inside a style sheet.
    build: {
      target: 'chrome130',
      assetsInlineLimit: 0,
      // The window, and the page that charts are printed on.
      rolldownOptions: { input: { index: 'src/renderer/index.html', paper: 'src/renderer/paper.html' } },
    },
  },
});
