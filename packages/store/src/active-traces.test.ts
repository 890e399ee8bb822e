import { type DocumentDigest, type Micros, parseSegmentId, parseTraceId, type TraceId } from '@roentgen/trace'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ActiveTraces, digestsOf } from './active-traces.ts'

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

function digestsIn(traces: ActiveTraces, trace: number): DocumentDigest[] | undefined {
  const active = traces.get(traceId(trace))
  return active && digestsOf(active)
}

const hashes = (traces: ActiveTraces, trace: number) => digestsIn(traces, trace)?.map(({ hash }) => hash)

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
    })
    expect(digestsIn(traces, 1)?.map(({ length }) => length)).toEqual([100, 101])
  })

  test.each([3, 16, 17, 40])('repeats are found among %i documents', (count) => {
    const traces = tracesAt({ now: seconds(0) })
    for (let round = 0; round < 2; round += 1) {
      for (let at = 0; at < count; at += 1) traces.remember(digest(1, `h${at}`), seconds(0))
    }
    expect(traces.get(traceId(1))?.digests).toHaveLength(count)
  })

  test('of a trace with more than 50,000 documents none is kept, and only the store is trusted', () => {
    const traces = tracesAt({ now: seconds(0) })
    for (let at = 0; at <= 50_000; at += 1) traces.remember(digest(1, `h${at}`, 1), seconds(0))
    expect(traces.get(traceId(1))).toMatchObject({ state: 'stored', digests: [] })
    traces.classify(traceId(1), 'whole')
    traces.replace(traceId(1), [digest(1, 'h0')])
    expect(traces.get(traceId(1))?.state).toBe('stored')
    expect(traces.bytes).toBeLessThan(1000)
    traces.loaded(traceId(1), 50_001)
    expect(traces.size).toBe(0)
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
    const traces = tracesAt(clock, 2000)
    traces.remember(digest(1, 'a'), clock.now)
    traces.remember(digest(1, 'b'), clock.now)
    traces.loaded(traceId(1), 1)
    expect(hashes(traces, 1)).toEqual(['a', 'b'])
    expect(traces.size).toBe(1)
    traces.loaded(traceId(1), 1)
    clock.now = seconds(31)
    traces.forgetOld()
    expect(traces.size).toBe(0)
    expect(traces.bytes).toBe(0)
  })

  test('a trace that is not loaded loses its digests when memory is short, and is read from the store until it is', () => {
    const traces = tracesAt({ now: seconds(0) }, 1200)
    for (const hash of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) traces.remember(digest(1, hash), seconds(0))
    traces.remember(digest(2, 'a'), seconds(0))
    expect(traces.bytes).toBeLessThanOrEqual(1200)
    expect(traces.get(traceId(1))).toMatchObject({ state: 'stored', digests: [] })
    expect(hashes(traces, 2)).toEqual(['a'])
    // The directory was asked before the digests went.
    traces.classify(traceId(1), 'whole')
    traces.remember(digest(1, 'h'), seconds(0))
    expect(traces.get(traceId(1))?.state).toBe('stored')
    traces.replace(traceId(1), [digest(1, 'a')])
    expect(traces.get(traceId(1))).toMatchObject({ state: 'stored' })
    expect(hashes(traces, 1)).toEqual(['a'])
    traces.loaded(traceId(1), 8)
    expect(traces.get(traceId(1))).toBeUndefined()
    traces.remember(digest(1, 'i'), seconds(0))
    expect(traces.get(traceId(1))?.state).toBe('unclassified')
  })

  test('the oldest loaded trace goes first when memory is short', () => {
    const traces = tracesAt({ now: seconds(0) }, 1200)
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

  test('whatever happens, a trace that is not loaded is complete in memory or known to be stored, within the limit', () => {
    const step = fc.record({
      kind: fc.constantFrom('remember', 'remember', 'loaded', 'replace', 'classify', 'wait'),
      trace: fc.integer({ min: 0, max: 5 }),
      hash: fc.constantFrom('a', 'b', 'c'),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.constantFrom(1500, 3000, 100_000), (steps, limit) => {
        const clock = { now: seconds(0) }
        const traces = tracesAt(clock, limit)
        const unloaded = new Map<number, string[]>()
        for (const { kind, trace, hash } of steps) {
          if (kind === 'remember') {
            traces.remember(digest(trace, hash), clock.now)
            unloaded.set(trace, [...(unloaded.get(trace) ?? []), hash])
          } else if (kind === 'loaded') {
            traces.loaded(traceId(trace), unloaded.get(trace)?.length ?? 0)
            unloaded.delete(trace)
          } else if (kind === 'replace') {
            traces.replace(traceId(trace), [digest(trace, 'stored')])
          } else if (kind === 'classify') {
            if (traces.get(traceId(trace))?.state === 'unclassified') traces.classify(traceId(trace), 'whole')
          } else {
            clock.now = (clock.now + seconds(12)) as Micros
          }
          traces.forgetOld()
          for (const [number, wanted] of unloaded) {
            const known = traces.get(traceId(number))
            if (known?.state !== 'stored') expect(hashes(traces, number)).toEqual(expect.arrayContaining(wanted))
          }
          const hollowBytes = 300 * traces.size
          expect(traces.bytes).toBeLessThanOrEqual(Math.max(limit, hollowBytes))
          if (traces.size === 0) expect(traces.bytes).toBe(0)
        }
      }),
      { numRuns: 500 },
    )
  })
})
