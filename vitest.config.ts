import { defineConfig } from 'vitest/config'

const pure = 'packages/{trace,filter}/src/**/*.test.ts'

export default defineConfig({
  resolve: { conditions: ['roentgen-source', 'node', 'import', 'default'] },
  ssr: {
    resolve: {
      conditions: ['roentgen-source', 'node', 'import', 'default'],
      externalConditions: ['roentgen-source', 'node'],
    },
  },
  test: {
    // chDB crashes or hangs in worker threads.
    pool: 'forks',
    // Most files wait for processes, disks and sockets; by default two cores would get one worker.
    maxWorkers: 2,
    // A time limit is five times the budget; the slowest single budget is a start in 3 s.
    testTimeout: 15_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['{packages,examples}/*/src/**/*.test.{ts,tsx}', '{scripts,bench,endure}/*.test.ts'],
          exclude: [pure],
        },
      },
      // Pure functions leave nothing behind: their files share a process and its modules, which load slower than most tests run.
      { extends: true, test: { name: 'pure', include: [pure], isolate: false } },
    ],
  },
})
