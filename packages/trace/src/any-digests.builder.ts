import fc from 'fast-check'
import type { DocumentDigest, Entity, SpanDigest } from './digest.ts'
import { testTraceId } from './document.builder.ts'
import type { SegmentId } from './ids.ts'
import type { JsonObject } from './json.ts'
import type { Micros } from './time.ts'

/**
 * For tests: any digests at all, with so few ids that cycles, self-parents and shared ids are the rule, and times from
 * one end of the integers to the other. No two distinct digests have both hash and length in common, as documents.
 */
export const anyDigests: fc.Arbitrary<DocumentDigest[]> = fc
  .array(
    fc.record({
      span: anySpan(3),
      length: fc.integer({ min: 1, max: 3 }),
      parentId: fc.option(anyId(), { nil: undefined }),
      isSegment: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((drafts) =>
    drafts.map(({ span, length, parentId, isSegment }, index) => ({
      traceId: testTraceId,
      hash: String(index % 7),
      length: length + 10 * Math.floor(index / 7),
      parentId,
      segment: isSegment
        ? {
            entity: entity(span.name),
            instanceId: undefined,
            availabilityZone: undefined,
            resourceArn: undefined,
          }
        : undefined,
      span,
      source: isSegment ? sourceOf(span) : { type: 'subsegment', ...sourceOf(span) },
    })),
  )

function anyId(): fc.Arbitrary<SegmentId> {
  return fc.integer({ min: 1, max: 6 }).map((id) => String(id).padStart(16, '0') as SegmentId)
}

function anyTime(): fc.Arbitrary<Micros> {
  return fc.oneof(fc.integer({ min: 0, max: 5 }), fc.maxSafeInteger()).map((time) => time as Micros)
}

function anySpan(depth: number): fc.Arbitrary<SpanDigest> {
  return fc.record({
    id: anyId(),
    name: fc.constantFrom('a', 'b'),
    start: anyTime(),
    end: fc.option(anyTime(), { nil: undefined }),
    error: fc.boolean(),
    fault: fc.boolean(),
    throttle: fc.boolean(),
    http: fc.constantFrom(undefined, {
      method: 'GET',
      url: undefined,
      userAgent: undefined,
      clientIp: undefined,
      status: 404,
    }),
    exceptions: fc.constantFrom([], [{ type: 'Error', message: 'no', remote: false }]),
    annotations: fc.array(
      fc.tuple(fc.constantFrom('k', 'l'), fc.constantFrom<string | number | boolean>('1', 1, true)),
      {
        maxLength: 2,
      },
    ),
    namespace: fc.constantFrom('', 'aws', 'remote'),
    downstream: fc.constantFrom(undefined, entity('callee')),
    user: fc.constantFrom(undefined, 'u'),
    children: depth === 0 ? fc.constant([]) : fc.array(anySpan(depth - 1), { maxLength: 3 }),
  })
}

function entity(name: string): Entity {
  return { name, type: '', account: '0' }
}

function sourceOf(span: SpanDigest): JsonObject {
  return {
    id: span.id,
    start_time: span.start,
    end_time: span.end,
    annotations: Object.fromEntries(span.annotations),
    subsegments: span.children.map(sourceOf),
  }
}
