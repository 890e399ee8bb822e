import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AcknowledgedDocument, encodeRecord } from '@roentgen/store'
import { type Micros, parseSegmentId, parseTraceId } from '@roentgen/trace'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { apiError } from '../errors.ts'
import { newTraceId, segment } from '../fixtures/documents.ts'
import { quarantineCall, quarantineReport } from './quarantine-desk.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'roentgen-desk-'))
})
afterEach(() => rm(directory, { recursive: true }))

async function putAside(id: string, time: number, filling = ''): Promise<void> {
  const document = segment({ trace_id: newTraceId(), metadata: { default: { filling } } })
  const [traceId, segmentId] = [parseTraceId(document.trace_id), parseSegmentId(document.id)]
  if (traceId === undefined || segmentId === undefined) throw new Error('no ids')
  const text = JSON.stringify(document)
  const record = encodeRecord({ server: 0, traceId, segmentId, received: 1 as Micros, text }).toString()
  const file = join(directory, `${id}.json`)
  await writeFile(file, JSON.stringify({ time, reason: 'no', record }))
  await utimes(file, time, time)
}

function partsWith(changed: Partial<Parameters<typeof quarantineCall>[1]>): Parameters<typeof quarantineCall>[1] {
  return {
    directory,
    append: async () => {},
    remember: () => {},
    rememberPacked: () => {},
    demandRoom: async () => {},
    between: (work) => work(),
    ...changed,
  }
}

describe('what is tried again', () => {
  test('and refused again at once is in quarantine again, and not nowhere', async () => {
    await putAside('same', 1000)
    let appended: readonly AcknowledgedDocument[] = []
    const outcome = await quarantineCall(
      { what: 'retry', ids: undefined },
      partsWith({
        append: async (documents) => {
          appended = documents
        },
        // The load that waited for this work refuses the same lines, and names them as before.
        between: async (work) => {
          await work()
          for (const _ of appended) await putAside('same', 2000)
        },
      }),
    )
    expect(outcome).toEqual({ done: ['same'], left: [], later: [] })
    expect(await readdir(directory)).toEqual(['same.json'])
  })

  test('waits for room as everything else does: what finds none stays, and is named where some found it', async () => {
    for (const id of ['a', 'b', 'c']) await putAside(id, 1000, 'x'.repeat(3_000_000))
    let room = 0
    const parts = partsWith({
      demandRoom: async (bytes) => {
        if (bytes > room) throw apiError('noRoom')
        room -= bytes
      },
    })
    await expect(quarantineCall({ what: 'retry', ids: undefined }, parts)).rejects.toMatchObject({ status: 429 })
    expect(await readdir(directory)).toHaveLength(3)
    room = 8_000_000
    expect(await quarantineCall({ what: 'retry', ids: undefined }, parts)).toEqual({
      done: ['a', 'b'],
      left: [],
      later: ['c'],
    })
    expect(await readdir(directory)).toEqual(['c.json'])
  })
})

test('the report reads the newest thousand, and any one by its id', async () => {
  for (let n = 0; n < 1003; n++) await putAside(`n${n}`, 1000 + n)
  const { records, quarantined } = await quarantineReport(directory)
  expect(records).toBe(1003)
  expect(quarantined.map(({ id }) => id)).toEqual(Array.from({ length: 1000 }, (_, n) => `n${1002 - n}`))
  expect((await quarantineReport(directory, ['n0', 'nobody'])).quarantined).toMatchObject([{ id: 'n0', reason: 'no' }])
})
