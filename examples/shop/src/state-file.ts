import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** How other commands find a running shop. */
export interface ShopState {
  readonly pid: number
  /** Where customers and the control page's users go. */
  readonly shop: string
  /** Of the Roentgen that gets the traces. */
  readonly roentgen: string
  /** Shown by commands, so that a web page that a browser has open cannot bring in code. */
  readonly token: string
  readonly language: 'node' | 'python'
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'shop.json')
}

export async function writeStateFile(dataDir: string, state: ShopState): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  // Readable by its owner alone: whoever has the token can run code here.
  await writeFile(pathIn(dataDir), `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 })
}

export async function removeStateFile(dataDir: string): Promise<void> {
  await rm(pathIn(dataDir), { force: true })
}

/** The shop that keeps its state in this directory; undefined when none runs there. */
export async function readStateFile(dataDir: string): Promise<ShopState | undefined> {
  const text = await readFile(pathIn(dataDir), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    const state: Partial<ShopState> = JSON.parse(text)
    const whole = typeof state.pid === 'number' && typeof state.shop === 'string' && typeof state.token === 'string'
    return whole && isAlive(Number(state.pid)) ? (state as ShopState) : undefined
  } catch {
    return undefined
  }
}

/** A file can be left behind by a shop that was killed. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
