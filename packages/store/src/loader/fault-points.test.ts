import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Death, DoomedLives } from '../fixtures/doomed-life.ts'

const hour = 3600
let directory: string
let lives: DoomedLives
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'roentgen-fault-points-'))
  lives = new DoomedLives(directory)
})
afterEach(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }))

// `npm run endure -- faults` goes through every step, before, during and after it.
describe('a server that is killed with kill -9', () => {
  test('between any two changes of a load answers everything that it acknowledged, and verify finds nothing', {
    timeout: 120_000,
  }, async () => {
    const steps = new Set<string>()
    for (let step = 0; ; step += 1) {
      const death: Death = {
        victim: 'server',
        from: 'load',
        of: 'changes',
        step,
        when: step % 2 === 0 ? 'before' : 'during',
      }
      const { died } = await lives.run({ death, documents: 8, clockShift: 0 })
      if (died === undefined) break
      steps.add(died)
    }
    expect(lives.failures).toEqual([])
    expect([...steps].sort()).toEqual(['delete', 'insert'])
    expect(lives.documents).toBeGreaterThan(40)
  })

  test('mends a torn tail, a clock that was set back and one that was set ahead', { timeout: 60_000 }, async () => {
    const death: Death = { victim: 'server', from: 'load', of: 'changes', step: 1, when: 'after' }
    for (const clockShift of [-hour, 24 * hour]) {
      await lives.run({ death, documents: 8, clockShift })
      await tear(directory)
    }
    await lives.run({ documents: 8, clockShift: 0 })
    expect(lives.failures).toEqual([])
    expect(lives.documents).toBe(24)
  })
})

/** A write that the kill has cut: half a line that nobody was told is stored. */
async function tear(dataDir: string): Promise<void> {
  const folder = join(dataDir, 'write-ahead')
  const [newest] = (await readdir(folder)).sort().reverse()
  if (newest !== undefined) await appendFile(join(folder, newest), '0123456789abcdef\t0\t6700')
}
