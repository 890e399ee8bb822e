import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom } from '../bench/random.ts'
import type * as DoomedLife from '../packages/store/src/fixtures/doomed-life.ts'
import type { Proof } from './proof.ts'

const hour = 3600
const when = ['before', 'during', 'after'] as const

/**
 * kill -9 at every step of a load and of the recovery from one: before it, in the middle of it and after it; of the
 * server, and of its engine alone. Now and then the clock jumps or the newest write-ahead file gets a torn tail.
 * Holds when each next life answers everything that was acknowledged, and verify finds nothing.
 */
export const faults: Proof = async ({ seed, scale, say }) => {
  // The program that dies is a fixture of the store's tests: it has its hands on every step.
  const fixture = new URL('../../packages/store/dist/fixtures/doomed-life.js', import.meta.url)
  const { DoomedLives }: typeof DoomedLife = await import(fixture.href)
  const random = seededRandom(seed)
  const directory = await mkdtemp(join(tmpdir(), 'roentgen-faults-'))
  const lives = new DoomedLives(directory)
  const deaths = { server: 0, engine: 0 }
  let torn = 0
  let jumps = 0
  try {
    const rounds = [...when.keys()].flatMap((at) =>
      (['server', 'engine'] as const).flatMap((victim) =>
        (['load', 'recovery'] as const).map((from) => ({ when: when[at] ?? 'during', victim, from })),
      ),
    )
    let told = 0
    for (const round of rounds) {
      for (let step = 0; ; step += 1) {
        if (scale < 1 && !random.chance(scale)) {
          // Which steps a shorter run goes through, chance decides; far beyond the last one it ends.
          if (step > 30) break
          continue
        }
        const clockShift = random.chance(0.2) ? random.pick([-hour, 24 * hour, -24 * hour] as const) : 0
        jumps += clockShift === 0 ? 0 : 1
        const { died, steps } = await lives.run({
          death: { ...round, of: 'all', step },
          documents: 8 + random.below(30),
          clockShift,
        })
        if (died === undefined) {
          if (scale >= 1) say(`${round.victim} ${round.when} each step from ${round.from}: ${steps} steps`)
          break
        }
        for (const failure of lives.failures.slice(told)) say(failure)
        told = lives.failures.length
        deaths[round.victim] += 1
        if (round.victim === 'server' && random.chance(0.3)) torn += await tear(directory)
        if (lives.failures.length > 20) break
      }
      if (scale < 1) say(`${round.victim} ${round.when} some steps from ${round.from}`)
    }
    await lives.run({ documents: 8, clockShift: 0 })
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  return { deaths, torn, jumps, acknowledgedDocuments: lives.documents, failures: lives.failures }
}

/** A write that the kill has cut: half a line that nobody was told is stored. */
async function tear(dataDir: string): Promise<number> {
  const folder = join(dataDir, 'write-ahead')
  const [newest] = (await readdir(folder)).sort().reverse()
  if (newest === undefined) return 0
  await appendFile(join(folder, newest), '0123456789abcdef\t0\t6700')
  return 1
}
