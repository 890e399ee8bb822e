import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const site = join(import.meta.dirname, 'dist/site')

/** Sends the home page's question, and is what a browser reads first. */
const first =
  /\/console\/src\/(map\/first-question|view\/(hash-address|range|view)|wire\/(sent-early|service-graph-question))\.ts/

/**
 * Beside the page's own script, which waits for all that it imports, that one waits for nothing. It is told what the map's
 * page loads, of which the browser would hear only from that page.
 */
const firstScript: Plugin = {
  name: 'first-script',
  transformIndexHtml: {
    order: 'post',
    handler(_html, { bundle = {} }) {
      const chunkOf = (name: string) => {
        const chunk = Object.values(bundle).find((each) => each.type === 'chunk' && each.name === name)
        if (chunk?.type !== 'chunk') throw new Error(`The console has no script ${name}.`)
        return chunk
      }
      const files = [chunkOf('map'), chunkOf('map-page')].flatMap((chunk) => [
        chunk.fileName,
        ...(chunk.viteMetadata?.importedCss ?? []),
      ])
      const attrs = {
        type: 'module',
        async: true,
        crossorigin: true,
        src: `/${chunkOf('first').fileName}`,
        'data-map': files.map((file) => `/${file}`).join(' '),
      }
      return [{ tag: 'script', attrs, injectTo: 'head' }]
    },
  },
}

/** The home page's question is asked before that page is there. */
const rooms = /\/console\/src\/(app|keys|live|shell|map\/use-service-map|start\/first-run|view)\b/
const shared =
  /\/console\/src\/(design\/(base|tokens|controls|dialog|disclosure|icons|states|status-mark|switcher)|format|wire\/(ask|groups|health|health-report|problem|service-graph|time-series)\.ts)\b/
const libraries = /\/node_modules\/(react|react-dom|scheduler|@tanstack\/(react-query|query-core)|wouter|zod)\//

function ofEveryPage(id: string): boolean {
  return rooms.test(id) || shared.test(id) || libraries.test(id)
}

/** All of the map but what is opened on it. */
const ofMap =
  /\/console\/src\/map\/(?!map-page|map-panel|map-list|list-rows|period|histogram-bars|trace-filter|compared-numbers|connection-list|percentile)/

/** A server that had to pack what a browser asks for would let it wait. */
const packed: Plugin = {
  name: 'packed',
  closeBundle() {
    for (const name of readdirSync(site, { recursive: true, encoding: 'utf8' })) {
      const file = join(site, name)
      if (/\.(js|css|svg)$/.test(name)) writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }))
    }
  },
}

export default defineConfig({
  plugins: [react(), firstScript, packed],
  resolve: { conditions: ['roentgen-source', 'module', 'browser', 'development|production'] },
  worker: { format: 'es' },
  build: {
    outDir: site,
    manifest: 'manifest.json',
    target: 'es2022',
    // A data: URL would need a hole in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // On a busy machine every build would warn of its own slowness.
    rolldownOptions: {
      checks: { pluginTimings: false },
      // What every page needs is one file: each file more is a question more before anything is seen.
      output: {
        codeSplitting: {
          groups: [
            { name: 'first', test: first, priority: 1 },
            { name: 'base', test: ofEveryPage },
            { name: 'map', test: ofMap },
          ],
        },
      },
    },
    chunkSizeWarningLimit: 1024,
  },
})
