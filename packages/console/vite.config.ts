import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  // Names of classes that others compose are read without a word of warning.
  css: { transformer: 'lightningcss' },
  resolve: { conditions: ['roentgen-source', 'module', 'browser', 'development|production'] },
  worker: { format: 'es' },
  build: {
    outDir: 'dist/site',
    manifest: 'manifest.json',
    target: 'es2022',
    // A data: URL would need a hole in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // On a busy machine every build would warn of its own slowness.
    rolldownOptions: { checks: { pluginTimings: false } },
    chunkSizeWarningLimit: 1024,
  },
})
