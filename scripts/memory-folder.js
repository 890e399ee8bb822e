// Where tests keep their files: in memory where the system has room there, for they wait for a disk as long as they
// compute. What a test kills is a process, never the machine, so nothing that a disk would have kept is lost.
import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { join } from 'node:path'

const memory = '/dev/shm'
const tmpfs = 0x01021994
/** Servers accept nothing below 1 GiB of free space. */
const enough = 6 * 2 ** 30

/** vitest's global setup: whatever asks for a temporary folder gets one in this; gives what removes it. */
export default function setup() {
  // Whoever names a folder means it.
  if (process.env.TMPDIR !== undefined || !isRoomy()) return undefined
  const folder = mkdtempSync(join(memory, 'roentgen-'))
  process.env.TMPDIR = folder
  return () => {
    delete process.env.TMPDIR
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

function isRoomy() {
  try {
    const { type, bavail, bsize } = statfsSync(memory)
    return type === tmpfs && bavail * bsize >= enough
  } catch {
    return false
  }
}
