import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyDigests } from './any-digests.builder.ts'
import { assemble } from './assemble.ts'
import { compile } from './compile.ts'
import type { DocumentDigest } from './digest.ts'
import { testTraceId } from './document.builder.ts'
import { graphOf } from './graph-of.ts'
import { summarize } from './summarize.ts'

/** Everything that we answer of a trace, byte for byte. */
function answers(digests: readonly DocumentDigest[], maxSegments = 20_000): string {
  const trace = assemble(testTraceId, digests, { maxSegments })
  const summary = summarize(trace)
  return JSON.stringify([summary, compile(trace), graphOf([summary])], (_, value: unknown) =>
    value instanceof Map ? [...value] : value,
  )
}

/** Digests, and the same in another order with some of them repeated. */
const rearranged = anyDigests.chain((digests) =>
  fc.tuple(
    fc.constant(digests),
    fc
      .subarray(digests)
      .chain((repeats) =>
        fc.shuffledSubarray([...digests, ...repeats], { minLength: digests.length + repeats.length }),
      ),
  ),
)

describe('whatever documents a trace is made of', () => {
  test('their order and repeats change no byte of its summary, documents and graph', () => {
    fc.assert(
      fc.property(rearranged, ([digests, again]) => {
        expect(answers(again)).toBe(answers(digests))
      }),
      { numRuns: 1000 },
    )
  })

  test('their order and repeats change nothing where the trace is over the limit', () => {
    fc.assert(
      fc.property(rearranged, fc.integer({ min: 0, max: 5 }), ([digests, again], max) => {
        expect(answers(again, max)).toBe(answers(digests, max))
      }),
    )
  })

  test('each id that was sent is in the compiled documents exactly once', () => {
    fc.assert(
      fc.property(anyDigests, (digests) => {
        const trace = assemble(testTraceId, digests)
        const ids = compile(trace)
          .map(({ document }) => JSON.parse(document) as Compiled)
          .filter((document) => !document.inferred)
          .flatMap(kindAndIds)
        expect(ids).toHaveLength(new Set(ids).size)
        for (const { segment, span } of digests)
          expect(ids).toContain(`${segment ? 'segment' : 'subsegment'} ${span.id}`)
      }),
    )
  })

  test('edges and root point at segments that are there, times are whole and none is negative', () => {
    fc.assert(
      fc.property(anyDigests, (digests) => {
        const { segments, edges, root, start, end, duration } = summarize(assemble(testTraceId, digests))
        for (const { from, to } of edges) {
          expect(from === -1 || segments[from]?.inferred === false).toBe(true)
          expect(segments[to]).toBeDefined()
        }
        expect(root === -1 ? segments.every((segment) => segment.inferred) : segments[root]?.root).toBe(true)
        expect(end).toBeGreaterThanOrEqual(start)
        for (const time of [duration, ...segments.map((segment) => segment.duration ?? 0)]) {
          expect(Number.isInteger(time) && time >= 0).toBe(true)
        }
      }),
    )
  })
})

interface Compiled {
  id: string
  type?: string
  inferred?: boolean
  subsegments?: Compiled[]
}
function kindAndIds(document: Compiled): string[] {
  const below = (inner: Compiled): string[] => [`subsegment ${inner.id}`, ...(inner.subsegments ?? []).flatMap(below)]
  return [
    `${document.type === 'subsegment' ? 'subsegment' : 'segment'} ${document.id}`,
    ...(document.subsegments ?? []).flatMap(below),
  ]
}
