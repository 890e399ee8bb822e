import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Micros, parseSegmentId, parseTraceId, type TraceId } from '@roentgen/trace'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AcknowledgedDocument } from '../acknowledged.ts'
import { WriteAhead } from './write-ahead.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'write-ahead-'))
})
afterEach(() => rm(dir, { recursive: true }))

function traceId(number: number): TraceId {
  const id = parseTraceId(`1-5f84c7a1-${number.toString(16).padStart(24, '0')}`)
  if (id === undefined) throw new Error('a bad trace id in a test')
  return id
}

function document(trace: number, text = `{"name":"cart ${trace}"}`): AcknowledgedDocument {
  const segmentId = parseSegmentId('53995c3f42cd8ad8')
  if (segmentId === undefined) throw new Error('a bad segment id in a test')
  return { traceId: traceId(trace), segmentId, received: 1_700_000_000_000_000 as Micros, text }
}

async function textsOf(writeAhead: WriteAhead): Promise<string[]> {
  const texts: string[] = []
  for (const file of writeAhead.closedFiles()) {
    for await (const records of writeAhead.read(file)) texts.push(...records.map(({ text }) => text))
  }
  return texts
}

describe('write-ahead files', () => {
  test('give back what was appended, in order, after the file is closed', async () => {
    await using writeAhead = await WriteAhead.open({ dir, server: 3 })
    await Promise.all([writeAhead.append([document(1), document(2)]), writeAhead.append([document(3)])])
    expect(writeAhead.closedFiles()).toEqual([])
    await writeAhead.rotate()
    expect(writeAhead.closedFiles()).toMatchObject([{ documents: 3, recovered: false, bytes: writeAhead.usedBytes }])
    expect(await textsOf(writeAhead)).toEqual([document(1), document(2), document(3)].map(({ text }) => text))
  })

  test('hold a document until its file is deleted', async () => {
    await using writeAhead = await WriteAhead.open({ dir, server: 0 })
    await writeAhead.append([document(1, 'a'), document(2, 'b'), document(1, 'c')])
    await writeAhead.rotate()
    await writeAhead.append([document(1, 'd')])
    const found = await writeAhead.documentsOf([traceId(1), traceId(9)])
    expect([...found]).toEqual([[traceId(1), ['a', 'c', 'd']]])
    for (const file of writeAhead.closedFiles()) await writeAhead.delete(file)
    expect([...(await writeAhead.documentsOf([traceId(1)]))]).toEqual([[traceId(1), ['d']]])
    expect(await readdir(dir)).toHaveLength(1)
  })
})
