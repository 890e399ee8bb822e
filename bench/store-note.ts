import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What make-store leaves beside the data for those who ask about them. */
export interface StoreNote {
  /** Some of those that are stored. */
  readonly traceIds: readonly string[]
  /** Epoch seconds of the last receipt. */
  readonly until: number
}

const path = (dataDir: string) => join(dataDir, 'bench-store.json')

export function noteStore(dataDir: string, note: StoreNote): void {
  writeFileSync(path(dataDir), JSON.stringify(note))
}

export function storeNote(dataDir: string): StoreNote | undefined {
  return existsSync(path(dataDir)) ? JSON.parse(readFileSync(path(dataDir), 'utf8')) : undefined
}
