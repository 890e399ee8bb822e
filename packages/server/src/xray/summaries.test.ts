import { setImmediate } from 'node:timers/promises'
import type { ListedTrace } from '@roentgen/store'
import { assemble, digestDocument, parseTraceId, summarize } from '@roentgen/trace'
import { expect, test } from 'vitest'
import { JsonPieces } from '../http/json-pieces.ts'
import { getTraceSummaries } from './summaries.ts'

const traces = 1_000

/** Of thirty services, each called by the one before. */
function traceOf(number: number): ListedTrace {
  const id = parseTraceId(`1-66700000-${number.toString(16).padStart(24, '0')}`)
  if (id === undefined) throw new Error('an id is well-formed')
  const segmentId = (at: number) => (0x1000 + at).toString(16).padStart(16, '0')
  const digests = Array.from({ length: 30 }, (_, at) =>
    digestDocument(
      JSON.stringify({
        trace_id: id,
        id: segmentId(at),
        ...(at === 0 ? {} : { parent_id: segmentId(at - 1) }),
        name: `service-${at}`,
        start_time: 1_718_000_000 + at,
        end_time: 1_718_000_100,
        annotations: { number, at },
      }),
    ),
  )
  return summarize(
    assemble(
      id,
      digests.flatMap((digest) => digest ?? []),
    ),
  )
}

test('a page of a thousand traces gives way while it is printed, and is what they are printed one by one', async () => {
  const all = Array.from({ length: traces }, (_, number) => traceOf(number))
  const list = getTraceSummaries(async () => ({ traces: all, scanned: traces, cursor: undefined }), {
    groups: async () => [],
    longest: 4096,
  })
  const body = Buffer.from(JSON.stringify({ StartTime: 1_718_000_000, EndTime: 1_718_000_200 }))
  let isPrinting = true
  let turns = 0
  const others = (async () => {
    while (isPrinting) {
      await setImmediate()
      turns++
    }
  })()
  const answer = await list(body)
  isPrinting = false
  await others
  expect(turns).toBeGreaterThan(3)
  if (!(answer instanceof JsonPieces)) throw new Error('a page is printed by pieces')
  const page = JSON.parse(answer.bytes().toString())
  expect(page).toMatchObject({ ApproximateTime: 1_718_000_000, TracesProcessedCount: traces })
  expect(page.TraceSummaries.map(({ Id }: { Id: string }) => Id)).toEqual(all.map(({ traceId }) => traceId))
  expect(page.TraceSummaries[999].Annotations.number[0].AnnotationValue).toEqual({ NumberValue: 999 })
})
