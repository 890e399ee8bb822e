import { defineConfig } from 'vitest/config'

// `npm run browser` and, in mode `screenshots`, `npm run screenshots`: one Chromium, one server, a file after another.
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  test: {
    include: [mode === 'screenshots' ? 'screenshots.ts' : '**/*.browser.ts'],
    globalSetup: ['./fixtures/shared-server.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
}))
