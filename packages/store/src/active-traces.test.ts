import { type DocumentDigest, type Micros, parseSegmentId, parseTraceId, type TraceId } from '@roentgen/trace'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ActiveTraces } from './active-traces.ts'

function traceId(number: number): TraceId {
  const id = parseTraceId(`1-5f84c7a1-${number.toString(16).padStart(24, '0')}`)
  if (id === undefined) throw new Error('a bad trace id in a test')
  return id
}

function digest(trace: number, hash: string, length = 100): DocumentDigest {
  const id = parseSegmentId('53995c3f42cd8ad8')
  if (id === undefined) throw new Error('a bad segment id in a test')
  return {
    traceId: traceId(trace),
    hash,
    length,
    parentId: undefined,
    segment: undefined,
    span: {
      id,
      name: 'cart',
      start: 0 as Micros,
      end: 1 as Micros,
      error: false,
      fault: false,
      throttle: false,
      http: undefined,
      exceptions: [],
      annotations: [],
      namespace: '',
      downstream: undefined,
      user: undefined,
      children: [],
    },
  }
}

const seconds = (count: number) => (count * 1e6) as Micros

function tracesAt(clock: { now: Micros }, maxBytes?: number): ActiveTraces {
  return new ActiveTraces({ now: () => clock.now, ...(maxBytes === undefined ? {} : { maxBytes }) })
}

const hashes = (traces: ActiveTraces, trace: number) => traces.get(traceId(trace))?.digests.map(({ hash }) => hash)

describe('active traces', () => {
  test('a new trace is unclassified and keeps its documents without repeats', () => {
    const traces = tracesAt({ now: seconds(0) })
    traces.remember(digest(1, 'a'), seconds(2))
    traces.remember(digest(1, 'a'), seconds(3))
    traces.remember(digest(1, 'a', 101), seconds(1))
    expect(traces.get(traceId(1))).toMatchObject({
      state: 'unclassified',
      firstReceived: seconds(1),
      lastReceived: seconds(3),
      digests: [{ length: 100 }, { length: 101 }],
    })
  })

  test.each([3, 16, 17, 40])('repeats are found among %i documents', (count) => {
    const traces = tracesAt({ now: seconds(0) })
    for (let round = 0; round < 2; round += 1) {
      for (let at = 0; at < count; at += 1) traces.remember(digest(1, `h${at}`), seconds(0))
    }
    expect(traces.get(traceId(1))?.digests).toHaveLength(count)
  })

  test('a loaded trace is forgotten 30 s after its last document, one that is not loaded stays', () => {
    const clock = { now: seconds(0) }
    const traces = tracesAt(clock)
    traces.remember(digest(1, 'a'), clock.now)
    traces.remember(digest(2, 'a'), clock.now)
    traces.loaded(traceId(1), 1)
    clock.now = seconds(30)
    traces.forgetOld()
    expect(traces.size).toBe(2)
    clock.now = seconds(31)
    traces.forgetOld()
    expect(hashes(traces, 1)).toBeUndefined()
    expect(hashes(traces, 2)).toEqual(['a'])
  })

  test('a document of another file keeps its trace in memory', () => {
    const clock = { now: seconds(0) }
    const traces = tracesAt(clock, 0)
    traces.remember(digest(1, 'a'), clock.now)
    traces.remember(digest(1, 'b'), clock.now)
    traces.loaded(traceId(1), 1)
    expect(hashes(traces, 1)).toEqual(['a', 'b'])
    traces.loaded(traceId(1), 1)
    expect(traces.size).toBe(0)
    expect(traces.bytes).toBe(0)
  })

  test('the oldest loaded trace goes first when memory is short', () => {
    const traces = tracesAt({ now: seconds(0) }, 2500)
    for (const trace of [1, 2, 3]) {
      traces.remember(digest(trace, 'a'), seconds(0))
      traces.loaded(traceId(trace), 1)
    }
    traces.remember(digest(1, 'b'), seconds(0))
    traces.loaded(traceId(1), 1)
    traces.remember(digest(4, 'a'), seconds(0))
    expect([1, 2, 3, 4].map((trace) => hashes(traces, trace) !== undefined)).toEqual([true, false, false, true])
  })

  test('what was remembered while the store was read stays beside what was read', () => {
    const traces = tracesAt({ now: seconds(0) })
    traces.remember(digest(1, 'c'), seconds(0))
    traces.classify(traceId(1), 'stored')
    expect(traces.get(traceId(1))?.state).toBe('stored')
    traces.remember(digest(1, 'd'), seconds(0))
    traces.replace(
      traceId(1),
      ['a', 'b', 'c'].map((hash) => digest(1, hash)),
    )
    expect(hashes(traces, 1)).toEqual(['a', 'b', 'c', 'd'])
    expect(traces.get(traceId(1))?.state).toBe('whole')
  })

  test('whatever happens, memory holds every trace that is not loaded and stays within its limit otherwise', () => {
    const step = fc.record({
      kind: fc.constantFrom('remember', 'loaded', 'replace', 'wait'),
      trace: fc.integer({ min: 0, max: 5 }),
      hash: fc.constantFrom('a', 'b', 'c'),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const clock = { now: seconds(0) }
        const limit = 3000
        const traces = tracesAt(clock, limit)
        const unloaded = new Map<number, Set<string>>()
        const counts = new Map<number, number>()
        for (const { kind, trace, hash } of steps) {
          if (kind === 'remember') {
            traces.remember(digest(trace, hash), clock.now)
            unloaded.set(trace, (unloaded.get(trace) ?? new Set()).add(hash))
            counts.set(trace, (counts.get(trace) ?? 0) + 1)
          } else if (kind === 'loaded') {
            traces.loaded(traceId(trace), counts.get(trace) ?? 0)
            unloaded.delete(trace)
            counts.delete(trace)
          } else if (kind === 'replace') {
            traces.replace(traceId(trace), [digest(trace, 'stored')])
          } else {
            clock.now = (clock.now + seconds(12)) as Micros
            traces.forgetOld()
          }
          for (const [number, wanted] of unloaded) {
            expect(new Set(hashes(traces, number))).toEqual(new Set([...(hashes(traces, number) ?? []), ...wanted]))
          }
          if (unloaded.size === 0) expect(traces.bytes).toBeLessThanOrEqual(limit)
          if (traces.size === 0) expect(traces.bytes).toBe(0)
        }
      }),
    )
  })
})
