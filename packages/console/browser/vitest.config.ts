import { defineConfig } from 'vitest/config'

// `npm run browser` and, in modes of their own, `npm run screenshots` and `npm run browser -- --performance`: one Chromium,
// one server, a file after another.
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  test: {
    include: [{ screenshots: 'screenshots.ts', performance: '*performance.ts' }[mode] ?? '**/*.browser.ts'],
    globalSetup: ['./fixtures/shared-server.ts'],
    pool: 'forks',
    fileParallelism: false,
    // One process, and with it one browser and one tab, for all files.
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
}))
