import { expect, test } from 'vitest'
import { assemble, assembleInTurn } from './assemble.ts'
import { compile } from './compile.ts'
import { digestDocument } from './digest-document.ts'
import { graphOf } from './graph-of.ts'
import type { TraceId } from './ids.ts'
import { countedOf, summarize } from './summarize.ts'

const traceId = '1-66700000-00000000000000000000beef' as TraceId
const idOf = (at: number) => (0x1000 + at).toString(16).padStart(16, '0')

/** Segments in threes, each with a call within a subsegment, and an independent subsegment that holds another. */
const documents = Array.from({ length: 300 }, (_, at) => ({
  trace_id: traceId,
  id: idOf(at),
  name: `service-${at % 7}`,
  start_time: 1_718_000_000 + ((at * 37) % 300),
  end_time: 1_718_000_400,
  ...(at % 3 === 0
    ? { subsegments: [subsegment(1_000 + at, [subsegment(2_000 + at, [])])] }
    : at % 3 === 1
      ? { parent_id: idOf(1_999 + at) }
      : { type: 'subsegment', parent_id: idOf(at - 1), subsegments: [subsegment(3_000 + at, [])] }),
}))

function subsegment(at: number, subsegments: readonly object[]) {
  return {
    id: idOf(at),
    name: 'call',
    namespace: 'remote',
    start_time: 1_718_000_001,
    end_time: 1_718_000_002,
    subsegments,
  }
}

const digests = documents.flatMap((document) => digestDocument(JSON.stringify(document), { keepSource: true }) ?? [])

test('a trace that is assembled in turns is the same, and no turn of it is all of the work', () => {
  const turns = assembleInTurn(traceId, digests)
  let count = 0
  let turn = turns.next()
  for (; turn.done !== true; turn = turns.next()) count++
  expect(count).toBeGreaterThanOrEqual(4)
  expect(turn.value).toEqual(assemble(traceId, digests))
})

test('the map of a trace is the same of what it counts as of its summary', () => {
  const trace = assemble(traceId, digests)
  expect(graphOf([countedOf(trace)])).toEqual(graphOf([summarize(trace)]))
})

test('a document is found for each segment, whichever document brought it', () => {
  const compiled = compile(assemble(traceId, digests)).map(({ document }) => JSON.parse(document))
  const first = compiled.find(({ id }) => id === idOf(0))
  expect(first.subsegments[0].subsegments[0].id).toBe(idOf(2_000))
  const second = compiled.find(({ id }) => id === idOf(1))
  expect(second.subsegments[0]).toMatchObject({ id: idOf(2), subsegments: [{ id: idOf(3_002) }] })
})
