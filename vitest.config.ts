import { defineConfig } from 'vitest/config';

// For what hangs, not for what is slow: machines differ. Property tests take far more runs in long ones.
const testTimeout = process.env['LONGSHORE_TEST_LONG'] === '1' ? 120_000 : 20_000;

/**
 * Four suites, from fast to real. `unit` stands beside the code; `contract` speaks to a server with
 * simulated containers through real SDK clients; `engine` and `e2e` need a Docker Engine and run one
 * file at a time, so that timings and leak checks are not disturbed by a neighbour. The files of the first two
 * share no state but what they start themselves, so the program is not loaded anew for each: that was half of
 * their time.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'tools/**/*.test.ts'],
          environment: 'node',
          testTimeout,
          isolate: false,
        },
      },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          environment: 'node',
          testTimeout,
          isolate: false,
        },
      },
      {
        test: {
          name: 'engine',
          include: ['test/engine/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
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
    ],
  },
});
