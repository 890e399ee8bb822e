import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** All JavaScript that the map's page loads, packed; bytes. */
export const mapPageLimit = 250_000

/**
 * A chunk in Vite's manifest.
 * @typedef {{ file: string, imports?: string[], dynamicImports?: string[] }} Chunk
 */

/**
 * The scripts that a page of the built console loads, packed: the entry, the page, what they import (at once or later)
 * and the workers that these start. Other pages, which the entry imports when they are opened, do not count.
 * @param {string} site the folder of the built console
 * @param {Readonly<Record<string, Chunk>>} manifest Vite's, of that build
 * @param {string} page its source file, as the manifest names it
 * @returns {readonly { file: string, bytes: number }[]}
 */
export function scriptsOfPage(site, manifest, page) {
  /** @type {Set<string>} */
  const chunks = new Set()
  for (const key of ['index.html', page]) {
    if (manifest[key] === undefined) throw new Error(`The built console has no ${key}.`)
    addChunk(key, key === page)
  }
  const files = new Set([...chunks].flatMap((key) => manifest[key]?.file ?? []))
  for (const file of files)
    for (const worker of workersOf(readFileSync(join(site, file), 'utf8'))) files.add(`assets/${worker}`)
  return [...files].map((file) => ({ file, bytes: gzipSync(readFileSync(join(site, file))).length }))

  /**
   * @param {string} key
   * @param {boolean} withLater
   */
  function addChunk(key, withLater) {
    if (chunks.has(key)) return
    chunks.add(key)
    const { imports = [], dynamicImports = [] } = manifest[key] ?? {}
    for (const other of [...imports, ...(withLater ? dynamicImports : [])]) addChunk(other, withLater)
  }
}

/** @param {string} script */
function workersOf(script) {
  return [...script.matchAll(/new Worker\([^;]{0,200}?[/"'`]([\w.-]+\.js)["'`]/g)].flatMap(([, name]) => name ?? [])
}
