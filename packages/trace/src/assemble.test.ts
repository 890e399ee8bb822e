import { describe, expect, test } from 'vitest'
import { assemble } from './assemble.ts'
import { compile } from './compile.ts'
import type { DocumentDigest } from './digest.ts'
import { httpCall, idOf, segment, subsegment, tableCall, testTraceId } from './document.builder.ts'
import { summarize } from './summarize.ts'

/** The compiled documents as trees of short ids: `a(b c(d))`. */
function shapes(...digests: readonly DocumentDigest[]): string[] {
  return compile(assemble(testTraceId, digests))
    .map(({ document }) => JSON.parse(document) as Node)
    .filter((node) => !node.inferred)
    .map(shape)
}
interface Node {
  id: string
  inferred?: boolean
  subsegments?: Node[]
}
function shape({ id, subsegments }: Node): string {
  const short = id.replace(/^0+/, '')
  return subsegments === undefined ? short : `${short}(${subsegments.map(shape).join(' ')})`
}

function summaryOf(...digests: readonly DocumentDigest[]) {
  return summarize(assemble(testTraceId, digests))
}

function both<T>(first: T, second: T): [order: string, T[]][] {
  return [
    ['first', [first, second]],
    ['last', [second, first]],
  ]
}

describe('documents of one id', () => {
  const open = segment({ id: 'a', at: [0], annotations: { state: 'open' } })
  const done = segment({ id: 'a', at: [0, 5], annotations: { state: 'done' } })
  test.each(both(open, done))('an in-progress segment that comes %s gives way to its completion', (_, digests) => {
    const summary = summaryOf(...digests)
    expect(summary.segments).toHaveLength(1)
    expect(summary).toMatchObject({ partial: false, responseTime: 5_000, revision: 2 })
    expect(summary.annotations).toEqual([{ segment: 0, key: 'state', value: 'done' }])
  })

  const shorter = segment({ id: 'a', at: [0, 5] })
  const later = segment({ id: 'a', at: [0, 6] })
  const longer = segment({ id: 'a', at: [0, 5], user: 'someone' })
  test.each([
    { what: 'the later end', winner: later, loser: longer },
    { what: 'with equal ends the longer document', winner: longer, loser: shorter },
  ])('of two completions stays $what', ({ winner, loser }) => {
    const alone = { ...summaryOf(winner), revision: 2 }
    expect(summaryOf(winner, loser)).toEqual(alone)
    expect(summaryOf(loser, winner)).toEqual(alone)
  })

  test('a repeat changes nothing, not even the revision', () => {
    expect(summaryOf(open, done, open, done, done)).toEqual(summaryOf(open, done))
  })

  test('a segment and a subsegment that share an id are both kept, and the callee joins the call', () => {
    const caller = segment({ id: 'a', at: [0, 9], subsegments: [httpCall({ id: 'b', at: [1, 8] })] })
    const callee = segment({ id: 'b', parent: 'b', at: [2, 7] })
    expect(shapes(caller, callee)).toEqual(['a(b)', 'b'])
    expect(summaryOf(caller, callee).edges).toMatchObject([
      { from: -1, to: 0 },
      { from: 0, to: 1, duration: 7_000 },
    ])
  })
})

describe('independent subsegments', () => {
  const parent = segment({ id: 'a', at: [0, 9], subsegments: [{ id: 'b', at: [1, 8] }] })
  const child = subsegment({ id: 'c', parent: 'b', at: [2, 7] })
  const grandchild = subsegment({ id: 'd', parent: 'c', at: [3, 6], subsegments: [{ id: 'e', at: [4, 5] }] })

  test('are nested at any depth, whatever comes last', () => {
    for (const digests of permutations([parent, child, grandchild]))
      expect(shapes(...digests)).toEqual(['a(b(c(d(e))))'])
  })

  test('stand among embedded siblings by start, then id', () => {
    const siblings = [
      segment({
        id: 'a',
        at: [0, 9],
        subsegments: [
          { id: '3', at: [5, 6] },
          { id: '4', at: [1, 2] },
        ],
      }),
      subsegment({ id: '2', parent: 'a', at: [5, 7] }),
      subsegment({ id: '1', parent: 'a', at: [3, 4] }),
    ]
    expect(shapes(...siblings)).toEqual(['a(4 1 2 3)'])
  })

  test('whose parent is not here are answered on their own, and the trace is partial', () => {
    expect(shapes(grandchild, parent)).toEqual(['a(b)', 'd(e)'])
    expect(summaryOf(grandchild, parent)).toMatchObject({ partial: true, root: 0 })
    expect(summaryOf(grandchild, parent, child).partial).toBe(false)
  })

  test('alone make a trace without a root, and their callee a node without an incoming edge', () => {
    const orphan = subsegment({ parent: 'b', ...tableCall({ id: 'c', at: [2, 7] }) })
    expect(summaryOf(orphan)).toMatchObject({
      root: -1,
      ok: false,
      responseTime: undefined,
      http: undefined,
      partial: true,
      inferred: true,
      duration: 5_000,
      segments: [{ entity: { name: 'Products' }, inferred: true, root: false }],
      edges: [],
    })
  })

  test('of local work alone count in the time of the trace', () => {
    expect(summaryOf(child)).toMatchObject({ root: -1, segments: [], edges: [], duration: 5_000, partial: true })
  })

  test('that name each other as parents are one orphan, cut at the earliest', () => {
    const first = subsegment({ id: 'c', parent: 'd', at: [2, 7] })
    const second = subsegment({ id: 'd', parent: 'c', at: [3, 7] })
    const behind = subsegment({ id: 'e', parent: 'd', at: [1, 7] })
    expect(shapes(second, behind, first)).toEqual(['c(d(e))'])
    expect(shapes(subsegment({ id: 'c', parent: 'c', at: [2, 7] }))).toEqual(['c'])
  })

  test('are chosen against an embedded copy by content, and what either copy encloses is kept', () => {
    const embedding = segment({
      id: 'a',
      at: [0, 9],
      subsegments: [{ id: 'b', at: [1], user: 'open', subsegments: [{ id: 'c', at: [2, 3] }] }],
    })
    const independent = subsegment({ id: 'b', parent: 'a', at: [1, 8], user: 'done' })
    for (const digests of permutations([embedding, independent])) {
      expect(shapes(...digests)).toEqual(['a(b(c))'])
      expect(compile(assemble(testTraceId, digests))[0]?.document).toContain('"user":"done"')
    }
  })
})

describe('the root', () => {
  test('is the segment that names no parent, however late it started', () => {
    const root = segment({ id: 'a', at: [5, 9] })
    const lost = segment({ id: 'b', parent: 'fff', at: [0, 20] })
    const summary = summaryOf(lost, root)
    expect(summary.root).toBe(1)
    expect(summary.segments.map((segment) => segment.root)).toEqual([true, true])
    expect(summary.edges).toMatchObject([
      { from: -1, to: 0, duration: 20_000 },
      { from: -1, to: 1, duration: 4_000 },
    ])
  })

  test('is the earliest, then the smallest id, where no segment or more than one names no parent', () => {
    expect(summaryOf(segment({ id: 'b', at: [1, 2] }), segment({ id: 'a', at: [1, 2] })).root).toBe(0)
    const lost = [segment({ id: 'a', parent: 'fff', at: [2, 9] }), segment({ id: 'b', parent: 'ffe', at: [1, 3] })]
    expect(summaryOf(...lost)).toMatchObject({ root: 0, responseTime: 2_000 })
  })

  test('is the earliest of a cycle of segments, which is cut there', () => {
    const cycle = [
      segment({ id: 'a', parent: 'c', at: [2, 9] }),
      segment({ id: 'b', parent: 'a', at: [1, 3] }),
      segment({ id: 'c', parent: 'b', at: [4, 5] }),
    ]
    const summary = summaryOf(...cycle)
    expect(summary.segments.map((segment) => segment.root)).toEqual([true, false, false])
    expect(summary.edges).toMatchObject([
      { from: -1, to: 0 },
      { from: 2, to: 1 },
      { from: 0, to: 2 },
    ])
  })

  test('is a segment of the cycle even where a subsegment in it began earlier', () => {
    const cycle = [
      segment({ id: 'a', parent: 'b', at: [2, 9] }),
      subsegment({ id: 'b', parent: 'c', at: [0, 9] }),
      segment({ id: 'c', parent: 'd', at: [1, 9] }),
      subsegment({ id: 'd', parent: 'a', at: [0, 9] }),
    ]
    for (const digests of permutations(cycle)) {
      expect(shapes(...digests)).toEqual(['c(b)', 'a(d)'])
      expect(summaryOf(...digests)).toMatchObject({
        root: 0,
        partial: false,
        edges: [{ from: -1 }, { from: 0, to: 1 }],
      })
    }
  })

  test('may name itself or its own subsegment as its parent', () => {
    const own = segment({ id: 'a', parent: 'b', at: [0, 9], subsegments: [httpCall({ id: 'b', at: [1, 2] })] })
    expect(summaryOf(segment({ id: 'a', parent: 'a', at: [0, 9] }))).toMatchObject({ root: 0, edges: [{ from: -1 }] })
    expect(summaryOf(own)).toMatchObject({
      root: 0,
      edges: [
        { from: -1, to: 0 },
        { from: 0, to: 1 },
      ],
    })
  })

  test('may be called from an orphan while the segment of its caller is on its way', () => {
    const call = subsegment({ parent: 'a', ...httpCall({ id: 'b', at: [1, 8] }) })
    const callee = segment({ id: 'c', parent: 'b', at: [2, 7] })
    expect(summaryOf(call, callee)).toMatchObject({ root: 0, partial: true, edges: [{ from: -1, to: 0 }] })
    expect(summaryOf(call, callee, segment({ id: 'a', at: [0, 9] }))).toMatchObject({
      root: 0,
      partial: false,
      edges: [
        { from: -1, to: 0, duration: 9_000 },
        { from: 0, to: 1, duration: 7_000 },
      ],
    })
  })
})

describe('callees', () => {
  const caller = segment({ id: 'a', at: [0, 9], subsegments: [httpCall({ id: 'b', at: [1, 8] })] })

  test('that send no segment are inferred from the call', () => {
    expect(summaryOf(caller).segments[1]).toMatchObject({
      entity: { name: 'backend.example', type: 'remote' },
      inferred: true,
      duration: 7_000,
    })
  })

  test('replace what was inferred, joined by id and never by name; several may share one call', () => {
    const summary = summaryOf(
      caller,
      segment({ id: 'c', parent: 'b', at: [2, 7], name: 'one' }),
      segment({ id: 'd', parent: 'b', at: [3, 6], name: 'two' }),
    )
    expect(summary.inferred).toBe(false)
    expect(summary.segments.map(({ entity }) => entity.name)).toEqual(['service-a', 'one', 'two'])
    expect(summary.edges).toMatchObject([
      { from: -1, to: 0, duration: 9_000 },
      { from: 0, to: 1, duration: 7_000 },
      { from: 0, to: 2, duration: 7_000 },
    ])
  })

  test('may hang on local work, or on a segment itself: then the edge has their own numbers', () => {
    const local = segment({ id: 'a', at: [0, 9], subsegments: [{ id: 'b', at: [1, 8] }] })
    expect(summaryOf(local, segment({ id: 'c', parent: 'b', at: [2, 7] })).edges[1]).toMatchObject({ duration: 7_000 })
    expect(summaryOf(local, segment({ id: 'c', parent: 'a', at: [2, 7] })).edges[1]).toMatchObject({ duration: 5_000 })
  })

  test('that were inferred stand after a segment that was sent with the same start and id', () => {
    const elsewhere = segment({ id: 'b', parent: 'fff', at: [1, 2] })
    for (const digests of permutations([caller, elsewhere]))
      expect(summaryOf(...digests).segments.map(({ inferred }) => inferred)).toEqual([false, false, true])
  })

  test('are inferred from calls within calls too', () => {
    const nested = httpCall({ id: 'b', at: [1, 8], subsegments: [tableCall({ id: 'c', at: [2, 7] })] })
    const summary = summaryOf(segment({ id: 'a', at: [0, 9], subsegments: [nested] }))
    expect(summary.edges.map(({ from, to }) => [from, summary.segments[to]?.entity.name])).toEqual([
      [-1, 'service-a'],
      [0, 'backend.example'],
      [0, 'Products'],
    ])
  })
})

describe('a trace over the limit', () => {
  const many = Array.from({ length: 9 }, (_, i) => segment({ id: `${i + 1}`, at: [10 - i, 20] }))

  test('is marked and made of its earliest segments; its revision counts all', () => {
    const trace = assemble(testTraceId, many, { maxSegments: 3 })
    expect(trace).toMatchObject({ limitExceeded: true, revision: 9 })
    expect(trace.segments.map(({ span }) => span.id)).toEqual(['9', '8', '7'].map(idOf))
    expect(summarize(trace).limitExceeded).toBe(true)
    expect(assemble(testTraceId, many.toReversed(), { maxSegments: 3 })).toEqual(trace)
  })

  test('is not one of as many segments as the limit', () => {
    expect(assemble(testTraceId, many, { maxSegments: 9 }).limitExceeded).toBe(false)
  })
})

describe('a document of more calls than may infer their callees', () => {
  const calls = Array.from({ length: 2001 }, (_, i) =>
    httpCall({ id: `c${i}`, name: `callee-${i}`, at: [i === 2000 ? 2 : 1, 9] }),
  )
  const caller = segment({ id: 'a', at: [0, 10], subsegments: calls })

  test('is marked; those of its first 2,000 are inferred', () => {
    const trace = assemble(testTraceId, [caller])
    expect(trace.limitExceeded).toBe(true)
    expect(trace.segments).toHaveLength(2001)
    expect(trace.segments.some(({ entity }) => entity.name === 'callee-1999')).toBe(true)
    expect(trace.segments.some(({ entity }) => entity.name === 'callee-2000')).toBe(false)
    expect(summarize(trace)).toMatchObject({ limitExceeded: true, inferred: true })
  })

  test('still finds the segments that its calls reached', () => {
    const callee = segment({ id: 'b', name: 'callee', at: [2, 8], parent: 'c2000' })
    const summary = summarize(assemble(testTraceId, [caller, callee]))
    const index = summary.segments.findIndex(({ entity }) => entity.name === 'callee')
    expect(summary.edges).toContainEqual(expect.objectContaining({ from: 0, to: index }))
  })

  test('is not one of as many', () => {
    const fewer = segment({ id: 'a', at: [0, 10], subsegments: calls.slice(1) })
    expect(assemble(testTraceId, [fewer])).toMatchObject({ limitExceeded: false, segments: { length: 2001 } })
  })
})

describe('20,000 documents', () => {
  const count = 20_000
  const hex = (i: number) => (i + 1).toString(16)
  const chain = Array.from({ length: count }, (_, i) =>
    subsegment({ id: hex(i), parent: hex(i + 1), at: [count - i, count] }),
  )
  const circle = Array.from({ length: count }, (_, i) =>
    segment({ id: hex(i), parent: hex((i + 1) % count), at: [i, count] }),
  )
  const star = Array.from({ length: count }, (_, i) => segment({ id: hex(i), parent: hex(0), at: [i, count] }))

  // Ten times the budget of a quiet machine: what this must notice is a square or a deep recursion.
  test.each([
    { what: 'nested in one another', digests: chain },
    { what: 'in a cycle', digests: circle },
    { what: 'under one parent', digests: star },
  ])('$what are assembled within ten seconds and without deep recursion', ({ digests }) => {
    const started = performance.now()
    const trace = assemble(testTraceId, digests)
    summarize(trace)
    compile(trace)
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]))
}
