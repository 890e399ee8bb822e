#!/usr/bin/env node
// Committed, so that `npm ci` can link it before anything is built.
import { existsSync } from 'node:fs'
import { currentBundle } from './current-bundle.js'

const main = new URL('../dist/main.js', import.meta.url)
if (existsSync(main)) await import(currentBundle() ?? main.href)
else {
  console.error('This checkout is not built yet. Run `npm run build` and then this again, or `npm start`.')
  process.exitCode = 1
}
