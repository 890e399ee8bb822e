import { expect, test } from 'vitest'
import { SyncPace } from './sync-pace.ts'

async function milliseconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

test('a sync that comes alone never waits, one that comes at once waits for others to share it', async () => {
  const pace = new SyncPace(40)
  const alone = await milliseconds(() => pace.turn())
  const soon = await milliseconds(() => pace.turn())
  expect(alone).toBeLessThan(soon)
  // A timer counts whole milliseconds of a clock of its own.
  expect(soon).toBeGreaterThan(35)
})

test('a sync in a hurry begins at once, whether it waits already or not', async () => {
  const pace = new SyncPace(60_000)
  await pace.turn()
  const waiting = pace.turn()
  pace.hurry()
  await waiting
  pace.hurry()
  await pace.turn()
})
