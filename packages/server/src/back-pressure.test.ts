import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WriteAhead } from '@roentgen/store'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { segment } from './fixtures/documents.ts'
import { datagramOf } from './fixtures/test-server.ts'
import { Acceptance } from './ingest/acceptance.ts'
import { receiptClock } from './ingest/clock.ts'
import { DatagramReader } from './ingest/datagram-reader.ts'
import { putSegments } from './ingest/put-segments.ts'
import { RejectedDocuments } from './ingest/rejected-documents.ts'
import { DatagramRing } from './receive/datagram-ring.ts'

// Write-ahead files whose loader does not come: the room is what it is.
const room = 1024 * 1024
let directory = ''
let writeAhead: WriteAhead
let rejected: RejectedDocuments
let acceptance: Acceptance
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'roentgen-room-'))
  writeAhead = await WriteAhead.open({ dir: directory, server: 0, room, maxFileBytes: 256 * 1024 })
  rejected = new RejectedDocuments()
  acceptance = new Acceptance({
    append: (documents) => writeAhead.append(documents),
    remember: () => {},
    rememberPacked: () => {},
    rejected,
    now: receiptClock(),
  })
})
afterEach(async () => {
  await writeAhead.close()
  await rm(directory, { recursive: true })
})

const large = (bytes: number) => segment({ metadata: { default: { filling: 'x'.repeat(bytes) } } })
const body = (...documents: object[]) =>
  Buffer.from(JSON.stringify({ TraceSegmentDocuments: documents.map((document) => JSON.stringify(document)) }))
const put = (...documents: object[]) =>
  putSegments(body(...documents), {
    patience: 1500,
    acceptance,
    waitForRoom: (bytes, milliseconds) => writeAhead.waitForRoom(bytes, milliseconds),
  })

async function fill(bytes: number): Promise<void> {
  while (writeAhead.usedBytes < bytes) await put(large(40_000))
}

describe('without room', () => {
  test('PutTraceSegments is told to slow down after 1.5 s, and nothing of it is kept', async () => {
    await fill(room * 0.8)
    const before = writeAhead.usedBytes
    const started = performance.now()
    await expect(put(large(400_000))).rejects.toMatchObject({ code: 'ThrottledException', status: 429 })
    expect(performance.now() - started).toBeGreaterThan(1400)
    expect(writeAhead.usedBytes).toBe(before)
  })

  test('PutTraceSegments goes on as soon as a file is deleted', async () => {
    await fill(room * 0.8)
    await writeAhead.rotate()
    const waiting = put(large(400_000))
    for (const file of writeAhead.closedFiles()) await writeAhead.delete(file)
    expect(await waiting).toEqual([])
    expect(acceptance.accepted.http).toBeGreaterThan(20)
  })

  test('datagrams still find the last tenth, and are counted when that is full', async () => {
    await fill(room * 0.85)
    const ring = DatagramRing.allocate(4 * room)
    const reader = new DatagramReader({
      ring,
      acceptance,
      rejected,
      hasRoom: (bytes) => writeAhead.hasRoom(bytes, 'udp'),
      now: receiptClock(),
      onLoss: () => {},
    })
    const sent = 20
    for (let datagram = 0; datagram < sent; datagram++) {
      expect(ring.push(Buffer.from(datagramOf(large(30_000))))).toBe(true)
      await reader.wake()
    }
    const [lost] = rejected.counts
    expect(lost).toMatchObject({ source: 'udp', code: 'NoRoom' })
    expect(acceptance.accepted.udp).toBeGreaterThan(1)
    expect(acceptance.accepted.udp + (lost?.count ?? 0)).toBe(sent)
    expect(writeAhead.usedBytes).toBeGreaterThan(room * 0.9)
    expect(writeAhead.usedBytes).toBeLessThanOrEqual(room)
  })
})

test('documents that cannot be written are not acknowledged, however many they are', async () => {
  await writeAhead.close()
  const documents = Array.from({ length: 500 }, () => segment())
  await expect(put(...documents)).rejects.toMatchObject({ name: 'ApiError', status: 429 })
  await expect(
    acceptance.accept(
      documents.map((document) => JSON.stringify(document)),
      'http',
      { documentBytes: 1e6 },
    ),
  ).rejects.toMatchObject({ name: 'StoreError', status: 503 })
  expect(acceptance.accepted.http).toBe(0)
})
