import { readFileSync, statSync } from 'node:fs'

const root = new URL('../../../', import.meta.url)
const bundle = new URL('../bundle/', import.meta.url)

/**
 * What scripts/bundle.js made of a checkout's compiled code, unless something of that is newer: `tsc -b` alone makes none.
 *
 * @returns {string | undefined} the file that runs the command
 */
export function currentBundle() {
  const note = new URL('made-of.json', bundle)
  try {
    const made = statSync(note).mtimeMs
    /** @type {string[]} */
    const witnesses = JSON.parse(readFileSync(note, 'utf8'))
    const isCurrent = witnesses.every((file) => statSync(new URL(file, root)).mtimeMs <= made)
    return isCurrent ? new URL('main.js', bundle).href : undefined
  } catch {
    return undefined
  }
}
