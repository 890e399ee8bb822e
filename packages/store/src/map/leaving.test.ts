import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Micros } from '@roentgen/trace'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ActiveTraces } from '../active-traces.ts'
import { acknowledged, id, receive, segment, trace } from '../fixtures/documents.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { Loader } from '../loader/loader.ts'
import type { Store } from '../store.ts'
import { WriteAhead } from '../write-ahead/write-ahead.ts'
import { Recomputer } from './recomputer.ts'
import { minute } from './span-of-rows.ts'

const noon = 1_732_017_600_000_000
const at = (minutes: number) => (noon + minutes * minute) as Micros

let engine: TestEngine
let store: Store
let directory: string

beforeAll(async () => {
  engine = await startTestEngine()
  store = await engine.openStore()
  directory = await mkdtemp(join(tmpdir(), 'roentgen-leaving-'))
})
afterAll(async () => {
  await store.close()
  await engine[Symbol.asyncDispose]()
  await rm(directory, { recursive: true, force: true })
})

async function life() {
  const writeAhead = await WriteAhead.open({ dir: directory, server: 0 })
  const active = new ActiveTraces({ now: () => at(0) })
  const loader = new Loader({ store, writeAhead, active, quarantineDir: join(directory, 'quarantine') })
  loader.start()
  return {
    async load(text: string, received: Micros) {
      await receive(writeAhead, active, [acknowledged(text, received)])
      await loader.flush()
      await new Recomputer({ store }).settle()
    },
    async [Symbol.asyncDispose]() {
      await loader.close()
      await writeAhead.close()
    },
  }
}

const requestsIn = async (from: number, to: number) => {
  const { nodes } = await store.serviceGraph({ start: at(from), end: at(to) })
  return nodes.reduce((sum, { ok }) => sum + ok, 0)
}

test.each([true, false])(
  'a trace that starts earlier than was known leaves its minute (in memory: %s)',
  async (inMemory) => {
    const traceId = trace(inMemory ? 1 : 2)
    const begin = inMemory ? 0 : 600
    const [first, second] = [
      segment(traceId, { id: 2, at: at(begin + 5), parent_id: id(1) }),
      segment(traceId, { id: 1, at: at(begin + 2) }),
    ]
    let server = await life()
    await server.load(first, at(begin + 5))
    expect(await requestsIn(begin + 5, begin + 6)).toBe(1)
    if (!inMemory) {
      await server[Symbol.asyncDispose]()
      server = await life()
    }
    await server.load(second, at(begin + 6))
    expect(await requestsIn(begin + 5, begin + 6)).toBe(0)
    expect(await requestsIn(begin + 2, begin + 3)).toBe(2)
    expect(await requestsIn(begin, begin + 60)).toBe(2)
    await server[Symbol.asyncDispose]()
  },
)
