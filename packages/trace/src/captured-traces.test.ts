import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { assemble } from './assemble.ts'
import { type CapturedTrace, capturedTraces } from './captured-traces.builder.ts'
import { causeText } from './cause-text.builder.ts'
import { compile } from './compile.ts'
import type { DocumentDigest } from './digest.ts'
import { digestDocument } from './digest-document.ts'
import { graphOf } from './graph-of.ts'
import { parseTraceId, type TraceId } from './ids.ts'
import { summarize } from './summarize.ts'

interface Capture {
  readonly n: number
  readonly document: object
  readonly datagram: string
}

function captures({ sdk, sent }: CapturedTrace): Capture[] {
  const file = new URL(`../captures/segments-${sdk}.ndjson`, import.meta.url)
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return sent.map((n) => JSON.parse(lines[n - 1] ?? '') as Capture)
}

function digestsOf(trace: CapturedTrace): DocumentDigest[] {
  return captures(trace).map(({ datagram }) => {
    const digest = digestDocument(datagram.slice(datagram.indexOf('\n') + 1), { keepSource: true })
    if (digest === undefined) throw new Error(datagram)
    return digest
  })
}

function idOf(trace: CapturedTrace): TraceId {
  const id = parseTraceId(trace.traceId)
  if (id === undefined) throw new Error(trace.traceId)
  return id
}

function flags(named: readonly string[]) {
  const has = (flag: string) => named.includes(flag)
  return { ok: has('ok'), error: has('error'), throttle: has('throttle'), fault: has('fault') }
}

function counts(given: object) {
  return { ok: 0, error: 0, throttle: 0, fault: 0, ...given }
}

describe.each(capturedTraces)('$sdk: $what', (captured) => {
  const at = (micros: number) => captured.second * 1e6 + micros
  const trace = assemble(idOf(captured), digestsOf(captured))
  const summary = summarize(trace)

  test('has this summary', () => {
    const { flags: named, span, segments, edges, annotations, causes, partial, root, responseTime } = captured.summary
    const { rootCauses, ...fields } = summary
    expect(fields).toEqual({
      traceId: captured.traceId,
      revision: captured.sent.length,
      ...flags(named),
      start: at(span[0]),
      end: at(span[1]),
      duration: span[1] - span[0],
      responseTime,
      partial: partial ?? false,
      inferred: segments.some(({ is }) => is === 'inferred'),
      limitExceeded: false,
      root,
      http: segments[root]?.http,
      segments: segments.map(({ entity, is, flags: named, start, duration, http }) => ({
        entity,
        ...flags(named),
        partial: false,
        inferred: is === 'inferred',
        root: is === 'root',
        start: at(start),
        duration,
        http,
        user: undefined,
        instanceId: undefined,
        availabilityZone: undefined,
        resourceArn: undefined,
      })),
      edges: edges.map(({ ends: [from, to], flags: named, start, duration, http }) => ({
        from,
        to,
        type: '',
        ...flags(named),
        start: at(start),
        duration,
        http,
      })),
      annotations: annotations.map(([segment, key, value]) => ({ segment, key, value })),
    })
    expect(rootCauses.map((cause) => `${cause.kind}: ${causeText(cause)}`)).toEqual(causes)
  })

  test('has these documents', () => {
    const documents = compile(trace)
    const sent = captures(captured).map(({ document }) => asCompiled(document))
    const expected = Array.from({ length: captured.compiled }, (_, index) => {
      const inferred = captured.inferred[index]
      if (inferred === undefined) return sent.shift()
      return { id: expect.stringMatching(/^[0-9a-f]{16}$/), trace_id: captured.traceId, inferred: true, ...inferred }
    })
    expect(documents.map(({ document }) => JSON.parse(document))).toEqual(expected)
    expect(documents.map(({ id }) => id)).toEqual(documents.map(({ document }) => JSON.parse(document).id))
  })

  test('has this graph', () => {
    const { nodes, edges } = graphOf([summary])
    expect(nodes).toEqual(
      captured.graph.nodes.map(({ entity, is, counts: given, totalTime, span, histogram }) => ({
        entity,
        root: is === 'root',
        active: is !== 'inferred',
        ...counts(given),
        totalTime,
        start: at(span[0]),
        end: at(span[1]),
        histogram: new Map(histogram),
      })),
    )
    expect(edges).toEqual(
      captured.graph.edges.map(({ from, to, counts: given, totalTime, span, histogram }) => ({
        from,
        to,
        type: '',
        ...counts(given),
        totalTime,
        start: at(span[0]),
        end: at(span[1]),
        histogram: new Map(histogram),
      })),
    )
  })
})

/** As it was sent, but that it is not in progress goes without saying. */
function asCompiled(document: object): unknown {
  return JSON.parse(JSON.stringify(document, (key, value: unknown) => (key === 'in_progress' ? undefined : value)))
}
