import { mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Micros } from '@roentgen/trace'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sampleDocument, sampleTraceId } from './sample-document.ts'
import { WriteAhead } from './write-ahead.ts'
import type { WriteAheadFile } from './write-ahead-file.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'write-ahead-'))
})
afterEach(() => rm(dir, { recursive: true }))

async function textsOf(writeAhead: WriteAhead): Promise<string[]> {
  const texts: string[] = []
  for (const file of writeAhead.closedFiles()) {
    for await (const records of writeAhead.read(file)) texts.push(...records.map(({ text }) => text))
  }
  return texts
}

async function deleteAll(writeAhead: WriteAhead): Promise<void> {
  for (const file of writeAhead.closedFiles()) await writeAhead.delete(file)
}

describe('write-ahead files', () => {
  test('give back what was appended, in order, after the file is closed', async () => {
    await using writeAhead = await WriteAhead.open({ dir, server: 3 })
    const documents = [sampleDocument(1), sampleDocument(2, 'tab\t, "quoted\\"'), sampleDocument(3)]
    await Promise.all([writeAhead.append(documents.slice(0, 2)), writeAhead.append(documents.slice(2))])
    expect(writeAhead.closedFiles()).toEqual([])
    await writeAhead.rotate()
    const [file, ...others] = writeAhead.closedFiles()
    if (file === undefined) throw new Error('no file was closed')
    expect(others).toEqual([])
    expect(file).toMatchObject({ documents: 3, recovered: false, bytes: writeAhead.usedBytes })
    const read = []
    for await (const records of writeAhead.read(file)) read.push(...records)
    expect(read).toEqual(documents.map((document) => ({ ...document, server: 3 })))
    const contents = await writeAhead.contents(file)
    expect(contents.toString().split('\n')).toHaveLength(4)
    expect(contents.length).toBe(file.bytes)
  })

  test('say when the records of each trace were received, also after a restart', async () => {
    const documents = [sampleDocument(1), sampleDocument(2), sampleDocument(1, 'again')].map((document, at) => ({
      ...document,
      received: (document.received + at) as Micros,
    }))
    const receipts = (writeAhead: WriteAhead) => writeAhead.closedFiles().map((file) => [...writeAhead.receipts(file)])
    const [first, second, third] = documents.map(({ received }) => received)
    const expected = [
      [
        [sampleTraceId(1), [third, first]],
        [sampleTraceId(2), [second]],
      ],
    ]
    const before = await WriteAhead.open({ dir, server: 3 })
    await before.append(documents)
    await before.close()
    expect(receipts(before)).toEqual(expected)
    await using after = await WriteAhead.open({ dir, server: 3 })
    expect(receipts(after)).toEqual(expected)
    const [file] = after.closedFiles()
    if (file === undefined) throw new Error('no file was recovered')
    await after.delete(file)
    expect([...after.receipts(file)]).toEqual([])
  })

  test('hold nothing when nothing was appended', async () => {
    const writeAhead = await WriteAhead.open({ dir, server: 0 })
    await writeAhead.append([])
    await writeAhead.rotate()
    await writeAhead.close()
    expect(writeAhead.closedFiles()).toEqual([])
    expect(await readdir(dir)).toEqual([])
  })

  test('answer for a document from its acknowledgement until its file is deleted', async () => {
    await using writeAhead = await WriteAhead.open({ dir, server: 0 })
    await writeAhead.append([sampleDocument(1, 'a'), sampleDocument(2, 'b'), sampleDocument(1, 'c')])
    await writeAhead.rotate()
    await writeAhead.append([sampleDocument(1, 'd')])
    const found = await writeAhead.documentsOf([sampleTraceId(1), sampleTraceId(9)])
    expect([...found]).toEqual([[sampleTraceId(1), ['a', 'c', 'd']]])
    await deleteAll(writeAhead)
    await deleteAll(writeAhead)
    expect([...(await writeAhead.documentsOf([sampleTraceId(1)]))]).toEqual([[sampleTraceId(1), ['d']]])
    expect(await readdir(dir)).toHaveLength(1)
  })

  test('find the documents of a trace wherever they lie, in files being closed and deleted meanwhile', async () => {
    await using writeAhead = await WriteAhead.open({ dir, server: 0, maxFileBytes: 20_000 })
    const text = (at: number) => `${at} ${'é'.repeat(at % 977)}`
    const wanted: string[] = []
    for (let at = 0; at < 600; at += 1) {
      await writeAhead.append([sampleDocument(at % 7, text(at))])
      if (at % 7 === 3) wanted.push(text(at))
      if (at % 50 === 0) {
        const found = await writeAhead.documentsOf([sampleTraceId(3)])
        expect(found.get(sampleTraceId(3)) ?? []).toEqual(wanted)
      }
    }
    expect(writeAhead.closedFiles().length).toBeGreaterThan(10)
    const [found] = await Promise.all([writeAhead.documentsOf([sampleTraceId(3)]), deleteAll(writeAhead)])
    for (const each of found.get(sampleTraceId(3)) ?? []) expect(wanted).toContain(each)
  })

  test('acknowledge every append of many senders, each once and whole', async () => {
    await using writeAhead = await WriteAhead.open({ dir, server: 0, maxFileBytes: 50_000 })
    const send = async (sender: number) => {
      for (let at = 0; at < 40; at += 1) {
        const documents = Array.from({ length: 1 + (at % 5) }, (_, part) =>
          sampleDocument(sender, `${sender} ${at} ${part} ${'x'.repeat((at * 97) % 3000)}`),
        )
        await writeAhead.append(documents)
        if (at % 13 === sender % 13) await writeAhead.rotate()
      }
    }
    await Promise.all(Array.from({ length: 16 }, (_, sender) => send(sender)))
    await writeAhead.rotate()
    const texts = await textsOf(writeAhead)
    expect(texts).toHaveLength(16 * 8 * (1 + 2 + 3 + 4 + 5))
    expect(new Set(texts).size).toBe(texts.length)
    expect(writeAhead.usedBytes).toBe(writeAhead.closedFiles().reduce((sum, { bytes }) => sum + bytes, 0))
  })

  test('are closed before they grow beyond their size, and a greater document has one of its own', async () => {
    await using writeAhead = await WriteAhead.open({ dir, server: 0, maxFileBytes: 1000 })
    const closed: WriteAheadFile[] = []
    writeAhead.onClosed((file) => closed.push(file))
    for (let at = 0; at < 40; at += 1) await writeAhead.append([sampleDocument(at)])
    await writeAhead.append([sampleDocument(1, 'x'.repeat(5000))])
    await writeAhead.append([sampleDocument(2)])
    expect(closed).toEqual(writeAhead.closedFiles())
    expect(closed.length).toBeGreaterThan(3)
    const large = closed.filter(({ bytes }) => bytes > 1000)
    expect(large).toMatchObject([{ documents: 1 }])
    const sequences = closed.map(({ sequence }) => sequence)
    expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b))
  })

  test('hold each append in one file, however large it is and whatever comes beside it', async () => {
    await using writeAhead = await WriteAhead.open({ dir, server: 0, maxFileBytes: 30_000 })
    const send = async (sender: number) => {
      for (let at = 0; at < 6; at += 1) {
        const text = (part: number) => `${sender}-${at} ${'x'.repeat((part * 997) % 5000)}`
        await writeAhead.append(Array.from({ length: (sender * 5) % 36 }, (_, part) => sampleDocument(1, text(part))))
      }
    }
    await Promise.all(Array.from({ length: 12 }, (_, sender) => send(sender)))
    await writeAhead.rotate()
    const fileOf = new Map<string, number>()
    for (const file of writeAhead.closedFiles()) {
      for await (const records of writeAhead.read(file)) {
        for (const { text } of records) {
          const append = text.slice(0, text.indexOf(' '))
          expect(fileOf.get(append) ?? file.sequence).toBe(file.sequence)
          fileOf.set(append, file.sequence)
        }
      }
    }
    expect(fileOf.size).toBe(11 * 6)
    expect(new Set(fileOf.values()).size).toBeGreaterThan(20)
  })

  test('number their files upwards even when the clock goes back', async () => {
    let now = 2_000_000
    const options = { dir, server: 0, now: () => now }
    for (let round = 0; round < 3; round += 1) {
      const writeAhead = await WriteAhead.open(options)
      await writeAhead.append([sampleDocument(round)])
      await writeAhead.close()
      now -= 1000
    }
    await using writeAhead = await WriteAhead.open(options)
    expect(writeAhead.closedFiles().map(({ sequence }) => sequence)).toEqual([2e9, 2e9 + 1, 2e9 + 2])
  })

  test('are all there after they were closed and opened again', async () => {
    const first = await WriteAhead.open({ dir, server: 0, maxFileBytes: 500 })
    const documents = Array.from({ length: 20 }, (_, at) => sampleDocument(at % 3, `document ${at}`))
    for (const document of documents) await first.append([document])
    await first.close()
    await expect(first.append([sampleDocument(1)])).rejects.toMatchObject({ code: 'WriteAheadClosed' })
    await using second = await WriteAhead.open({ dir, server: 0 })
    expect(second.usedBytes).toBe(first.usedBytes)
    expect(second.closedFiles().every(({ recovered }) => recovered)).toBe(true)
    expect(await textsOf(second)).toEqual(documents.map(({ text }) => text))
    const found = await second.documentsOf([sampleTraceId(0)])
    expect(found.get(sampleTraceId(0))).toEqual([0, 3, 6, 9, 12, 15, 18].map((at) => `document ${at}`))
  })

  test('are written out when closing overtakes an append', async () => {
    const writeAhead = await WriteAhead.open({ dir, server: 0 })
    const appended = writeAhead.append([sampleDocument(1)])
    await Promise.all([writeAhead.close(), appended])
    await using again = await WriteAhead.open({ dir, server: 0 })
    expect(again.closedFiles()).toMatchObject([{ documents: 1 }])
  })

  test('refuse an append whose file cannot be made, and take the next when it can', async () => {
    await using writeAhead = await WriteAhead.open({ dir, server: 0 })
    await rename(dir, `${dir}-away`)
    const before = writeAhead.usedBytes
    await expect(writeAhead.append([sampleDocument(1)])).rejects.toMatchObject({
      code: 'WriteAheadFailed',
      message: expect.stringContaining(`could not be written to ${dir}: ENOENT`),
    })
    expect(writeAhead.usedBytes).toBe(before)
    await rename(`${dir}-away`, dir)
    await writeAhead.append([sampleDocument(2)])
    await writeAhead.rotate()
    expect(await textsOf(writeAhead)).toEqual([sampleDocument(2).text])
  })
})

describe('room for unloaded documents', () => {
  const kilobyte = sampleDocument(1, 'x'.repeat(1000))

  test('is nine tenths for HTTP and all of it for UDP, until files are deleted', async () => {
    await using writeAhead = await WriteAhead.open({ dir, server: 0, room: 20_000 })
    while (writeAhead.hasRoom(1100, 'http')) await writeAhead.append([kilobyte])
    expect(writeAhead.usedBytes).toBeGreaterThan(16_000)
    expect(writeAhead.usedBytes).toBeLessThanOrEqual(18_000)
    expect(writeAhead.hasRoom(1100, 'udp')).toBe(true)
    while (writeAhead.hasRoom(1100, 'udp')) await writeAhead.append([kilobyte])
    expect(writeAhead.usedBytes).toBeGreaterThan(18_000)
    await writeAhead.rotate()
    await deleteAll(writeAhead)
    expect(writeAhead.usedBytes).toBe(0)
    expect(writeAhead.hasRoom(18_000, 'http')).toBe(true)
    expect(writeAhead.hasRoom(18_001, 'http')).toBe(false)
  })

  test('is short in memory too while the disk is behind', async () => {
    await using writeAhead = await WriteAhead.open({ dir, server: 0, unwrittenRoom: 10_000 })
    expect(writeAhead.hasRoom(1_000_000, 'http')).toBe(true)
    const appended = writeAhead.append(Array.from({ length: 8 }, () => kilobyte))
    expect(writeAhead.hasRoom(800, 'http')).toBe(false)
    expect(writeAhead.hasRoom(800, 'udp')).toBe(true)
    const [room] = await Promise.all([writeAhead.waitForRoom(9000, 10_000), appended])
    expect(room).toBe(true)
  })

  test('is waited for in turn', async () => {
    await using writeAhead = await WriteAhead.open({ dir, server: 0, room: 10_000 })
    await writeAhead.append(Array.from({ length: 8 }, () => kilobyte))
    await writeAhead.rotate()
    const order: string[] = []
    const large = writeAhead.waitForRoom(8000, 10_000).then((room) => order.push(`large ${room}`))
    const small = writeAhead.waitForRoom(100, 10_000).then((room) => order.push(`small ${room}`))
    const last = writeAhead.waitForRoom(8000, 10_000).then((room) => order.push(`last ${room}`))
    await deleteAll(writeAhead)
    await Promise.all([large, small])
    expect(order).toEqual(['large true', 'small true'])
    await writeAhead.close()
    await last
    expect(order).toEqual(['large true', 'small true', 'last false'])
  })

  test('is not waited for when there is some, when time is up, or when the asker has gone', async () => {
    await using writeAhead = await WriteAhead.open({ dir, server: 0, room: 10_000 })
    expect(await writeAhead.waitForRoom(9000, 0)).toBe(true)
    expect(await writeAhead.waitForRoom(9001, 0)).toBe(false)
    expect(await writeAhead.waitForRoom(9001, 5)).toBe(false)
    const abort = new AbortController()
    const gone = writeAhead.waitForRoom(9001, 60_000, abort.signal)
    const behind = writeAhead.waitForRoom(100, 60_000)
    abort.abort()
    expect(await gone).toBe(false)
    expect(await behind).toBe(true)
    expect(await writeAhead.waitForRoom(9001, 60_000, abort.signal)).toBe(false)
  })
})
