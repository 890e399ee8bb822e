import { defineConfig } from 'vitest/config'
import { DearestFirst } from './scripts/dearest-first.js'

export default defineConfig({
  resolve: { conditions: ['roentgen-source', 'node', 'import', 'default'] },
  ssr: {
    resolve: {
      conditions: ['roentgen-source', 'node', 'import', 'default'],
      externalConditions: ['roentgen-source', 'node'],
    },
  },
  test: {
    include: ['{packages,examples}/*/src/**/*.test.{ts,tsx}', '{scripts,bench,endure}/*.test.ts'],
    globalSetup: ['./scripts/memory-folder.js'],
    // chDB crashes or hangs in worker threads.
    pool: 'forks',
    // Files leave nothing behind in their process, whose modules load slower than most tests run.
    isolate: false,
    // Most files wait for processes, disks and clocks; by default two cores would get one worker.
    maxWorkers: 3,
    sequence: { sequencer: DearestFirst },
    // A time limit is five times the budget; the slowest single budget is a start in 3 s.
    testTimeout: 15_000,
    hookTimeout: 30_000,
  },
})
