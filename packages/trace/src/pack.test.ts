import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyDigests } from './any-digests.builder.ts'
import type { DocumentDigest, SpanDigest } from './digest.ts'
import { digestDocument } from './digest-document.ts'
import { identityOf, identityOfPacked, packDigest, unpackDigest } from './pack.ts'

function repacked(digest: DocumentDigest): DocumentDigest {
  return unpackDigest(digest.traceId, packDigest(digest))
}

const any = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('', 'GET', 'é', '🛒', '\ud800', '\ufeff', '\x7f', 'x'.repeat(70_000)),
)
const perhaps = fc.option(any, { nil: undefined })
const finite = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(-0, 2 ** 28, 2 ** 28 - 1, -(2 ** 28)),
)
const entity = fc.record({ name: any, type: any, account: fc.oneof(any, fc.constant('000000000000')) })

/** Every field of a span, with all values that it may have and some that it never has. */
const anyFields = fc.record({
  name: any,
  http: fc.option(
    fc.record({
      method: perhaps,
      url: perhaps,
      userAgent: perhaps,
      clientIp: perhaps,
      status: fc.option(fc.integer({ min: 100, max: 999 }), { nil: undefined }),
    }),
    { nil: undefined },
  ),
  exceptions: fc.array(fc.record({ type: any, message: any, remote: fc.boolean() }), { maxLength: 3 }),
  annotations: fc.array(fc.tuple(any, fc.oneof(any, finite, fc.boolean())), { maxLength: 4 }),
  downstream: fc.option(entity, { nil: undefined }),
  user: perhaps,
})

describe('a packed digest', () => {
  test('is unpacked to what it was, whatever its shape', () => {
    fc.assert(
      fc.property(anyDigests, (digests) => {
        for (const { source: _, ...digest } of digests) expect(repacked(digest)).toEqual(digest)
      }),
    )
  })

  test('is unpacked to what it was, whatever its fields', () => {
    const [plain] = fc
      .sample(
        anyDigests.filter((digests) => digests.length > 0),
        1,
      )
      .flat()
    if (plain === undefined) throw new Error('no digest to begin with')
    const { source: _, ...template } = plain
    const segment = fc.record({ entity, instanceId: perhaps, availabilityZone: perhaps, resourceArn: perhaps })
    fc.assert(
      fc.property(anyFields, anyFields, segment, (fields, below, segmentFields) => {
        const child: SpanDigest = { ...template.span, ...below, children: [] }
        // One whose callee has the name of the call: it is kept once.
        const call: SpanDigest = { ...child, downstream: { name: child.name, type: 'remote', account: '1' } }
        const span: SpanDigest = { ...template.span, ...fields, children: [child, call] }
        const digest = { ...template, segment: segmentFields, span }
        expect(repacked(digest)).toEqual(digest)
      }),
    )
  })

  test('holds the strings that are its own, and no others of its document', () => {
    const text = JSON.stringify({
      trace_id: '1-5f84c7a1-e7d1852db8c4fd35d88bf49a',
      id: '53995c3f42cd8ad8',
      name: 'cart',
      start_time: 1602537377.5,
      end_time: 1602537378,
      http: { request: { method: 'GET', url: 'http://cart.shop.example/view' } },
      metadata: { basket: 'apples '.repeat(10_000) },
    })
    const digest = digestDocument(text)
    if (digest === undefined) throw new Error('the document is good')
    const { packed } = packDigest(digest)
    for (const own of ['53995c3f42cd8ad8', 'http://cart.shop.example/view']) expect(packed).toContain(own)
    expect(packed.length).toBeLessThan(110)
  })

  test('begins with what tells documents of a trace apart', () => {
    fc.assert(
      fc.property(anyDigests, (digests) => {
        const identities = digests.map(identityOf)
        expect(digests.map((digest) => identityOfPacked(packDigest(digest)))).toEqual(identities)
        expect(new Set(identities).size).toBe(new Set(digests.map(({ hash, length }) => `${hash} ${length}`)).size)
      }),
    )
  })

  test('is made of characters of one byte, of which the string takes no more', () => {
    fc.assert(
      fc.property(any, finite, (user, value) => {
        const digest = plainDigest()
        const { packed } = packDigest({ ...digest, span: { ...digest.span, user, annotations: [['k', value]] } })
        expect(packed).toMatch(/^[\0-\x7f]*$/)
      }),
    )
  })
})

function plainDigest(): DocumentDigest {
  const digest = digestDocument(
    JSON.stringify({
      trace_id: '1-5f84c7a1-e7d1852db8c4fd35d88bf49a',
      id: '53995c3f42cd8ad8',
      name: 'cart',
      start_time: 1602537377.5,
      end_time: 1602537378,
    }),
  )
  if (digest === undefined) throw new Error('the document is good')
  return digest
}
