import { defineConfig } from 'vitest/config';

/**
 * Four suites. `unit` is everything that needs nothing but Node and this checkout, next to the code it tests or under test/.
 * `e2e` drives the real Electron window. `interop` needs PyPI or a Docker engine and fails when either is missing. `peers` puts whole
 * programs of the field beside ours, call by call; it installs several gigabytes and is run by hand: `npm run test:peers`.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/{contract,cli,architecture,faults}/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'interop',
          include: ['test/interop/*.test.ts'],
          fileParallelism: false,
          // The first test that needs a Python environment waits until it is installed.
          testTimeout: 1_800_000,
          hookTimeout: 1_800_000,
        },
      },
      {
        test: {
          name: 'peers',
          include: ['test/interop/peers/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 1_800_000,
          hookTimeout: 1_800_000,
        },
      },
    ],
  },
});
