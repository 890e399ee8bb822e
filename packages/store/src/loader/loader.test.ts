import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Micros, SegmentId, TraceId } from '@roentgen/trace'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AcknowledgedDocument } from '../acknowledged.ts'
import { ActiveTraces } from '../active-traces.ts'
import { uuidOfTraceId } from '../cells.ts'
import { acknowledged, id, receive, segment, trace } from '../fixtures/documents.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import type { Store } from '../store.ts'
import { WriteAhead } from '../write-ahead/write-ahead.ts'
import type { LoaderStep } from './counters.ts'
import { Loader } from './loader.ts'
import type { LoaderOptions } from './loader-options.ts'

const noon = 1_732_000_000_000_000 as Micros
const second = 1_000_000
const everything = { start: 0 as Micros, end: Number.MAX_SAFE_INTEGER as Micros }
const at = (seconds: number) => (noon + seconds * second) as Micros

/** As kill -9 leaves it: after this step the loader never goes on, and nothing is closed. */
function crashAfter(step: LoaderStep) {
  let crash = () => {}
  const crashed = new Promise<void>((resolve) => {
    crash = resolve
  })
  const onStep = (done: LoaderStep) => {
    if (done !== step) return
    crash()
    return new Promise<void>(() => {})
  }
  return { onStep, crashed }
}

/** The engine has no room for such an id. */
function refusable(document: AcknowledgedDocument): AcknowledgedDocument {
  return { ...document, segmentId: document.segmentId.padStart(17, '0') as SegmentId }
}

describe('the loader', () => {
  let engine: TestEngine
  let store: Store
  let directory: string

  beforeAll(async () => {
    engine = await startTestEngine()
  })
  afterAll(() => engine[Symbol.asyncDispose]())
  beforeEach(async () => {
    store = await engine.openEmptyStore()
    directory = await mkdtemp(join(tmpdir(), 'roentgen-loader-'))
  })
  afterEach(async () => {
    await store.close()
    await rm(directory, { recursive: true, force: true })
  })

  /** One life of a server: its write-ahead files, its memory and its loader, until `end` or a crash. */
  async function life(options: Partial<LoaderOptions> = {}) {
    const writeAhead = await WriteAhead.open({ dir: directory, server: 0 })
    const active = new ActiveTraces({ now: () => noon })
    const quarantineDir = join(directory, 'quarantine')
    const loader = new Loader({ store, writeAhead, active, quarantineDir, ...options })
    return {
      writeAhead,
      active,
      loader,
      receive: (...documents: [text: string, received: Micros][]) =>
        receive(
          writeAhead,
          active,
          documents.map(([text, received]) => acknowledged(text, received)),
        ),
      async [Symbol.asyncDispose]() {
        await loader.close()
        await writeAhead.close()
      },
    }
  }

  async function list(): Promise<readonly { traceId: TraceId; revision: number; segments: number }[]> {
    const { traces } = await store.listTraces({ window: everything, range: 'TraceId' })
    return traces.map(({ traceId, revision, segments }) => ({ traceId, revision, segments: segments.length }))
  }

  async function differences() {
    const found = []
    for await (const difference of store.verify()) found.push(difference)
    return found
  }

  test('puts what was acknowledged in the list, the newest trace first, and deletes the file', async () => {
    await using server = await life()
    server.loader.start()
    await server.receive(
      [segment(trace(1), { id: 1, at: at(0) }), at(1)],
      [segment(trace(2), { id: 2, at: at(0) }), at(2)],
    )
    await server.loader.flush()
    expect(await list()).toEqual([
      { traceId: trace(2), revision: 1, segments: 1 },
      { traceId: trace(1), revision: 1, segments: 1 },
    ])
    expect(server.writeAhead.closedFiles()).toEqual([])
    expect(await differences()).toEqual([])
  })

  test('a segment that comes 25 s late joins its trace under the same key', async () => {
    await using server = await life()
    server.loader.start()
    await server.receive([segment(trace(1), { id: 1, at: at(0) }), at(1)])
    await server.loader.flush()
    await server.receive([segment(trace(1), { id: 2, at: at(0), parent_id: id(1) }), at(26)])
    await server.loader.flush()
    expect(await list()).toEqual([{ traceId: trace(1), revision: 2, segments: 2 }])
    expect(await differences()).toEqual([])
  })

  test('a trace that memory has forgotten is read back from the store', async () => {
    {
      await using before = await life()
      before.loader.start()
      await before.receive([segment(trace(1), { id: 1, at: at(0) }), at(1)])
      await before.loader.flush()
    }
    await using after = await life()
    after.loader.start()
    await after.receive([segment(trace(1), { id: 2, at: at(0), parent_id: id(1) }), at(7200)])
    await after.loader.flush()
    expect(await list()).toEqual([{ traceId: trace(1), revision: 2, segments: 2 }])
    await after.receive([segment(trace(1), { id: 3, at: at(0), parent_id: id(1) }), at(7201)])
    await after.loader.flush()
    expect(await list()).toEqual([{ traceId: trace(1), revision: 3, segments: 3 }])
    expect(await differences()).toEqual([])
  })

  test('a trace over its limit keeps no file waiting, and the next start renews it', async () => {
    const documents = (from: number, count: number): [string, Micros][] =>
      Array.from({ length: count }, (_, n) => [segment(trace(1), { id: from + n, at: at(0) }), at(1)])
    {
      await using before = await life()
      await before.receive(...documents(1, 20_010))
      before.loader.start()
      await before.loader.flush()
      expect(await list()).toEqual([{ traceId: trace(1), revision: 20_010, segments: 20_000 }])
      await before.receive(...documents(30_000, 5))
      await expect.poll(() => before.loader.counters().documents, { timeout: 10_000 }).toBe(20_015)
      await expect.poll(() => before.writeAhead.closedFiles()).toEqual([])
      expect(await list()).toEqual([{ traceId: trace(1), revision: 20_010, segments: 20_000 }])
    }
    await using after = await life()
    after.loader.start()
    await expect.poll(list, { timeout: 10_000 }).toEqual([{ traceId: trace(1), revision: 20_015, segments: 20_000 }])
    await after.receive(...documents(40_000, 1))
    await after.loader.flush()
    expect(await list()).toEqual([{ traceId: trace(1), revision: 20_016, segments: 20_000 }])
    expect(await differences()).toEqual([])
  }, 60_000)

  test('a document that the engine refuses does not count in its trace', async () => {
    const refused: string[] = []
    await using server = await life({ onQuarantined: (line) => refused.push(line.toString()) })
    server.loader.start()
    await receive(server.writeAhead, server.active, [
      acknowledged(segment(trace(1), { id: 1, at: at(0) }), at(1)),
      refusable(acknowledged(segment(trace(1), { id: 2, at: at(0) }), at(2))),
      refusable(acknowledged(segment(trace(2), { id: 3, at: at(0) }), at(3))),
    ])
    await server.loader.flush()
    expect(refused).toHaveLength(2)
    expect(await list()).toEqual([{ traceId: trace(1), revision: 1, segments: 1 }])
    await server.receive([segment(trace(2), { id: 4, at: at(0) }), at(4)])
    await server.loader.flush()
    expect(await list()).toContainEqual({ traceId: trace(2), revision: 1, segments: 1 })
    expect(await differences()).toEqual([])
  })

  test('a trace of the directory that has no document leaves no mark', async () => {
    await store.horizon.move(at(-100))
    await store.horizon.settle()
    const known = { id: uuidOfTraceId(trace(1)), first: at(-200), last: at(1) }
    await store.connection.command({
      sql: 'insert into traces select {id:UUID}, {first:Int64}, {last:Int64}, 1',
      parameters: known,
    })
    await using server = await life()
    await receive(server.writeAhead, server.active, [
      refusable(acknowledged(segment(trace(1), { id: 1, at: at(0) }), at(1))),
    ])
    server.loader.start()
    await server.loader.flush()
    expect(await store.connection.rows('ask', { sql: 'select count() from marks' })).toEqual([[0]])
  })

  test('a repeated document changes nothing', async () => {
    await using server = await life()
    server.loader.start()
    const text = segment(trace(1), { id: 1, at: at(0) })
    for (const seconds of [1, 2, 3]) {
      await server.receive([text, at(seconds)])
      await server.loader.flush()
    }
    expect(await list()).toEqual([{ traceId: trace(1), revision: 1, segments: 1 }])
    expect(await store.documentsOf([trace(1), trace(9)])).toEqual(new Map([[trace(1), [text]]]))
    expect(await differences()).toEqual([])
  })

  const steps: LoaderStep[] = ['classified', 'documents', 'assembled', 'summaries', 'marks']
  test.each(steps)('a crash after step "%s" leaves nothing that the next start does not mend', async (step) => {
    {
      const { onStep, crashed } = crashAfter(step)
      const killed = await life({ onStep })
      killed.loader.start()
      await killed.receive(
        [segment(trace(1), { id: 1, at: at(0) }), at(1)],
        [segment(trace(1), { id: 2, at: at(0), parent_id: id(1) }), at(2)],
        [segment(trace(2), { id: 3, at: at(0) }), at(3)],
      )
      await crashed
    }
    await using server = await life()
    await server.receive([segment(trace(2), { id: 4, at: at(0), parent_id: id(3) }), at(5)])
    server.loader.start()
    await server.loader.flush()
    expect(await list()).toEqual([
      { traceId: trace(2), revision: 2, segments: 2 },
      { traceId: trace(1), revision: 2, segments: 2 },
    ])
    expect(await differences()).toEqual([])
    expect(server.writeAhead.closedFiles()).toEqual([])
  })

  describe('when the clock was set back between two processes', () => {
    test('a trace moves to its earlier key and stands under that one only', async () => {
      {
        await using before = await life()
        before.loader.start()
        await before.receive([segment(trace(1), { id: 1, at: at(0) }), at(100)])
        await before.loader.flush()
      }
      await using after = await life()
      after.loader.start()
      await after.receive([segment(trace(1), { id: 2, at: at(0), parent_id: id(1) }), at(50)])
      await after.loader.flush()
      expect(await list()).toEqual([{ traceId: trace(1), revision: 2, segments: 2 }])
      expect(await differences()).toEqual([])
    })

    test('also when that process crashes before the old key is buried, and a third one ends the load', async () => {
      {
        await using before = await life()
        before.loader.start()
        await before.receive([segment(trace(1), { id: 1, at: at(0) }), at(100)])
        await before.loader.flush()
      }
      const { onStep, crashed } = crashAfter('documents')
      const killed = await life({ onStep })
      killed.loader.start()
      await killed.receive([segment(trace(1), { id: 2, at: at(0), parent_id: id(1) }), at(50)])
      await crashed
      await using after = await life()
      after.loader.start()
      await after.loader.flush()
      expect(await list()).toEqual([{ traceId: trace(1), revision: 2, segments: 2 }])
      expect(await differences()).toEqual([])
    })
  })

  test('an engine that is killed between any two steps costs a wait and no document', async () => {
    const pids = new Set<number | undefined>()
    await using server = await life({
      onStep: (step) => {
        if (step === 'deleted' || pids.has(engine.pid) || engine.pid === undefined) return
        if (pids.size < 3) process.kill(engine.pid, 'SIGKILL')
        pids.add(engine.pid)
      },
    })
    server.loader.start()
    await server.receive([segment(trace(1), { id: 1, at: at(0) }), at(1)])
    await server.loader.flush()
    await server.receive([segment(trace(1), { id: 2, at: at(0), parent_id: id(1) }), at(2)])
    await server.loader.flush()
    expect(pids.size).toBeGreaterThan(1)
    expect(await list()).toEqual([{ traceId: trace(1), revision: 2, segments: 2 }])
    expect(await differences()).toEqual([])
  })

  test('several files are taken together, and a trace that lies in all of them has one row', async () => {
    await using server = await life()
    for (let n = 1; n <= 5; n++) {
      await server.receive([segment(trace(1), { id: n, at: at(0), ...(n > 1 && { parent_id: id(1) }) }), at(n)])
      await server.writeAhead.rotate()
    }
    expect(server.writeAhead.closedFiles()).toHaveLength(5)
    server.loader.start()
    await server.loader.flush()
    expect(await list()).toEqual([{ traceId: trace(1), revision: 5, segments: 5 }])
    expect(server.loader.counters()).toMatchObject({ documents: 5, files: 5, traces: 1, failures: 0, retries: 0 })
    expect(await differences()).toEqual([])
  })

  test('a flush of nothing ends at once, and one that waits is told when the loader closes', async () => {
    await using server = await life()
    await server.loader.flush()
    await server.receive([segment(trace(1), { id: 1, at: at(0) }), at(1)])
    const flushed = server.loader.flush()
    await server.writeAhead.rotate()
    const outcome = expect(flushed).rejects.toMatchObject({ code: 'LoaderClosed', status: 503 })
    await server.loader.close()
    await outcome
  })
})
