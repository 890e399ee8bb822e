import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'

/** A thread with a heap of its own: leaves some 90 MiB of garbage behind, then works or rests, and tells its heap, MiB. */
function thread(collects: boolean, works: boolean): Worker {
  const module = new URL('../../dist/threads/collect-at-rest.js', import.meta.url)
  const code = `
    const { parentPort } = require('node:worker_threads')
    const { getHeapStatistics } = require('node:v8')
    const held = () => Math.round(getHeapStatistics().total_physical_size / 2 ** 20)
    import(${JSON.stringify(module.href)}).then(({ collectAtRest }) => {
      if (${collects}) collectAtRest(50)
      // In between is what stays, so that no page is empty.
      const kept = []
      let garbage = []
      for (let n = 0; n < 600_000; n += 1) (n % 20 === 0 ? kept : garbage).push({ n, pair: [n, n + 1], text: 'x' + n })
      const full = held()
      garbage = undefined
      let looks = 0
      setInterval(() => {
        looks += 1
        if (${works}) for (const until = performance.now() + 10; performance.now() < until; );
        parentPort.postMessage({ full, held: held(), looks, kept: kept.length })
      }, 20)
    })`
  return new Worker(code, { eval: true, execArgv: [] })
}

interface Look {
  readonly full: number
  readonly held: number
  readonly looks: number
}

/** The first look that is as wanted, or the last of so many. */
async function lookAt(worker: Worker, isWanted: (look: Look) => boolean, looks: number): Promise<Look> {
  try {
    return await new Promise((resolve, reject) => {
      worker.on('error', reject)
      worker.on('message', (look: Look) => {
        if (isWanted(look) || look.looks >= looks) resolve(look)
      })
    })
  } finally {
    await worker.terminate()
  }
}

/** A thread whose young generation has grown as far as it can, with hardly an object left, and tells its size, MiB. */
function threadOfManyYoung(): Worker {
  const module = new URL('../../dist/threads/collect-at-rest.js', import.meta.url)
  const code = `
    const { parentPort } = require('node:worker_threads')
    const { getHeapSpaceStatistics, setFlagsFromString } = require('node:v8')
    const held = () => Math.round(getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').physical_space_size / 2 ** 20)
    import(${JSON.stringify(module.href)}).then(({ collectAtRest }) => {
      // Its own remedy may come first, or never.
      setFlagsFromString('--no-memory-reducer')
      collectAtRest(5500)
      let young = []
      for (let n = 0; n < 600_000; n += 1) young[n % 50_000] = { n, pair: [n] }
      young = undefined
      const full = held()
      let looks = 0
      setInterval(() => parentPort.postMessage({ full, held: held(), looks: ++looks }), 100)
    })`
  return new Worker(code, { eval: true, execArgv: [] })
}

test('the room for young objects that a busy time needed is given back when the thread rests', async () => {
  const { full, held } = await lookAt(threadOfManyYoung(), (look) => look.held < 8, 250)
  expect(full).toBeGreaterThan(24)
  expect(held).toBeLessThan(8)
}, 60_000)

describe('what a large answer left in the heap of a thread', () => {
  const isGone = ({ full, held }: Look) => held < full / 2

  test('is gone when the thread rests', async () => {
    expect(await lookAt(thread(true, false), isGone, 500)).toSatisfy(isGone)
  })

  test.each([
    { what: 'while it is at work', collects: true, works: true },
    { what: 'where nobody collects', collects: false, works: false },
  ])('stays $what', async ({ collects, works }) => {
    expect(await lookAt(thread(collects, works), isGone, 30)).not.toSatisfy(isGone)
  })
})
