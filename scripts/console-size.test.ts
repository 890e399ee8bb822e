import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scriptsOfPage } from './console-size.js'

const site = mkdtempSync(join(tmpdir(), 'roentgen-site-'))
const files = {
  'index.js': 'import("./map.js"),import("./trace.js")',
  'map.js': 'new Worker(new URL("/assets/layout-1a2.js",import.meta.url),{type:"module"})',
  'shared.js': '',
  'chart.js': '',
  'trace.js': 'new Worker("/assets/rows-3b4.js")',
  'layout-1a2.js': '',
  'rows-3b4.js': '',
}
const manifest = {
  'index.html': {
    file: 'assets/index.js',
    imports: ['_shared'],
    dynamicImports: ['src/map/map-page.tsx', 'src/trace/trace-page.tsx'],
  },
  'src/map/map-page.tsx': { file: 'assets/map.js', imports: ['_shared'], dynamicImports: ['src/chart.tsx'] },
  'src/trace/trace-page.tsx': { file: 'assets/trace.js', imports: ['index.html'] },
  'src/chart.tsx': { file: 'assets/chart.js' },
  _shared: { file: 'assets/shared.js' },
}

beforeAll(() => {
  mkdirSync(join(site, 'assets'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(site, 'assets', name), text)
})
afterAll(() => rmSync(site, { recursive: true }))

test('a page loads the entry, itself, what both import, what it loads later, and its workers', () => {
  const named = scriptsOfPage(site, manifest, 'src/map/map-page.tsx').map(({ file }) => file)
  expect(new Set(named)).toEqual(
    new Set(['index', 'shared', 'map', 'chart', 'layout-1a2'].map((name) => `assets/${name}.js`)),
  )
})

test('sizes are of packed bytes', () => {
  writeFileSync(join(site, 'assets', 'shared.js'), 'x'.repeat(100_000))
  const shared = scriptsOfPage(site, manifest, 'src/map/map-page.tsx').find(({ file }) => file === 'assets/shared.js')
  expect(shared?.bytes).toBeGreaterThan(20)
  expect(shared?.bytes).toBeLessThan(1000)
})

test('a page that was not built is an error', () => {
  expect(() => scriptsOfPage(site, manifest, 'src/none.tsx')).toThrow('src/none.tsx')
})
