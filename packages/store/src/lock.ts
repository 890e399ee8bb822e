import { randomUUID } from 'node:crypto'
import { type FileHandle, link, mkdir, open, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { errors, StoreError } from './errors.ts'
import { isAlive, type ProcessIdentity, thisProcess } from './process-identity.ts'

/** A directory that is ours until `release`, or until this process ends in whatever way. */
export interface Lock extends AsyncDisposable {
  release(): Promise<void>
}

export interface LockOptions {
  /** How often the holder shows that it lives, ms. Only counts between containers, which do not see each other's processes. */
  readonly beat?: number
}

const silentBeats = 3
const forgottenCandidate = 60_000

/**
 * Makes this process the only server of a data directory. Rejects with DirectoryLocked, naming the holder, while it lives.
 *
 * `lock/1`, `lock/2`, … are the holders in their order; the last one counts. It is never deleted, only followed:
 * whoever finds it dead or empty (released) makes the next one, and the file system lets only one starter do that.
 */
export async function lockDirectory(directory: string, options: LockOptions = {}): Promise<Lock> {
  const { beat = 2000 } = options
  const folder = join(directory, 'lock')
  await mkdir(folder, { recursive: true })
  const candidate = join(folder, `candidate-${randomUUID()}`)
  const me = await thisProcess()
  await writeFile(candidate, JSON.stringify(me))
  try {
    for (;;) {
      const last = await lastHolder(folder)
      if (last > 0 && !(await isFree(directory, join(folder, String(last)), candidate, beat))) continue
      const mine = join(folder, String(last + 1))
      if (!(await linked(candidate, mine))) continue
      // Too slow: others came and went, and the last of them tidied up the number that we saw.
      if ((await lastHolder(folder)) !== last + 1) {
        await unlink(mine)
        continue
      }
      await tidy(folder, last, candidate)
      return hold(await open(mine, 'r+'), beat)
    }
  } finally {
    await unlink(candidate)
  }
}

async function lastHolder(folder: string): Promise<number> {
  const numbers = (await readdir(folder)).filter((name) => /^\d+$/.test(name)).map(Number)
  return Math.max(0, ...numbers)
}

/** False when the file is gone: someone else came first. */
async function isFree(directory: string, path: string, candidate: string, beat: number): Promise<boolean> {
  try {
    const holder = parseIdentity(await readFile(path, 'utf8'))
    if (holder === undefined) return true
    const alive = await isAlive(holder)
    if (!(alive ?? (await beats(path, candidate, beat)))) return true
    const where = alive === undefined ? ' in another container or on another machine' : ''
    throw new StoreError('directoryLocked', errors.directoryLocked.text(directory, `process ${holder.pid}${where}`))
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false
    throw error
  }
}

/** Whether a holder that cannot be seen still writes into its file. */
async function beats(path: string, candidate: string, beat: number): Promise<boolean> {
  const first = await lastWrite(path)
  // Both times are of the same file system's clock.
  const silent = (await lastWrite(candidate)) - first
  const wait = Math.min(beat * silentBeats, beat * silentBeats - silent)
  const end = performance.now() + wait
  while (performance.now() < end) {
    await sleep(Math.min(beat, 200))
    if ((await lastWrite(path)) !== first) return true
  }
  return false
}

async function lastWrite(path: string): Promise<number> {
  return (await stat(path)).mtimeMs
}

async function linked(existing: string, path: string): Promise<boolean> {
  try {
    await link(existing, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

/** The last but one stays, so that whoever lists the folder at this moment sees one of the two. */
async function tidy(folder: string, lastButOne: number, candidate: string): Promise<void> {
  const now = await lastWrite(candidate)
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const isOldHolder = /^\d+$/.test(name) && Number(name) < lastButOne
    const isForgotten =
      name.startsWith('candidate-') && now - (await lastWrite(path).catch(() => now)) > forgottenCandidate
    if (isOldHolder || isForgotten) await unlink(path).catch(() => {})
  }
}

async function hold(handle: FileHandle, beat: number): Promise<Lock> {
  const { size } = await handle.stat()
  let released: Promise<void> | undefined
  let beating: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    // A write, not utimes: the time must be the file system's. A full disk must not end the server, and is no reason to give up.
    beating = handle.write('\n', size).catch(() => {})
  }, beat)
  timer.unref()
  const release = async () => {
    clearInterval(timer)
    await beating
    // An empty file says that its holder is done.
    await handle.truncate(0)
    await handle.close()
  }
  const releaseOnce = () => {
    released ??= release()
    return released
  }
  return { release: releaseOnce, [Symbol.asyncDispose]: releaseOnce }
}

/** undefined for an empty file, or one that a power cut left without its text. */
function parseIdentity(text: string): ProcessIdentity | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { pid, started, boot, namespace } = value as Partial<Record<string, unknown>>
  if (typeof pid !== 'number' || typeof started !== 'string') return undefined
  if (typeof boot !== 'string' || typeof namespace !== 'string') return undefined
  return { pid, started, boot, namespace }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
