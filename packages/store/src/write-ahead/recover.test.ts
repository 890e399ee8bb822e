import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encodeRecord } from './record.ts'
import { sampleDocument, sampleTraceId } from './sample-document.ts'
import { WriteAhead } from './write-ahead.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'recover-'))
})
afterEach(() => rm(dir, { recursive: true }))

const name = '0000000000000017.tsv'
const line = (trace: number, text?: string) => encodeRecord({ ...sampleDocument(trace, text), server: 0 })

interface Recovered {
  readonly texts: string[]
  readonly found: string[]
  readonly bytes: number
  readonly log: string[]
}

/** What is left of a file with these bytes. */
async function recover(bytes: Buffer): Promise<Recovered> {
  await writeFile(join(dir, name), bytes)
  const log: string[] = []
  await using writeAhead = await WriteAhead.open({
    dir,
    server: 0,
    log: (level, message) => log.push(`${level}: ${message}`),
  })
  const texts: string[] = []
  for (const file of writeAhead.closedFiles()) {
    expect(await readFile(file.path)).toHaveLength(file.bytes)
    for await (const records of writeAhead.read(file)) texts.push(...records.map(({ text }) => text))
  }
  const found = await writeAhead.documentsOf([sampleTraceId(1), sampleTraceId(2), sampleTraceId(3)])
  return { texts, found: [...found.values()].flat(), bytes: writeAhead.usedBytes, log }
}

describe('a write-ahead file of an earlier process', () => {
  test('keeps its complete records wherever the last one is torn', async () => {
    const whole = [line(1, 'é\n'), line(2, 'second')]
    const last = line(3, 'the last one \\ 😀')
    for (let length = 0; length < last.length; length += 1) {
      const { texts, found, bytes, log } = await recover(Buffer.concat([...whole, last.subarray(0, length)]))
      expect(texts).toEqual(['é\n', 'second'])
      expect(found).toEqual(texts)
      expect(bytes).toBe(Buffer.concat(whole).length)
      expect(log).toHaveLength(length === 0 ? 0 : 1)
    }
    expect((await recover(Buffer.concat([...whole, last]))).texts).toHaveLength(3)
    expect(await readdir(dir)).toEqual([name])
  })

  test('loses damaged records alone, which are put aside', async () => {
    const damaged = line(2, 'second')
    damaged[60] = 0
    const { texts, found, log } = await recover(Buffer.concat([line(1), damaged, line(3), line(1, 'again')]))
    expect(texts).toEqual([sampleDocument(1).text, sampleDocument(3).text, 'again'])
    expect(found.sort()).toEqual([...texts].sort())
    expect(log).toEqual(['error: found damaged records in a write-ahead file and put them aside'])
    expect(await readdir(join(dir, 'torn'))).toEqual([`0000000000000017-${line(1).length}`])
    expect(await readFile(join(dir, 'torn', `0000000000000017-${line(1).length}`))).toEqual(damaged)
    await truncate(join(dir, name), 0)
    await using again = await WriteAhead.open({ dir, server: 0 })
    expect(again.closedFiles()).toEqual([])
  })

  test('is deleted when nothing in it is whole', async () => {
    expect(await recover(Buffer.alloc(0))).toMatchObject({ texts: [], bytes: 0 })
    expect(await recover(line(1).subarray(0, 30))).toMatchObject({ texts: [], bytes: 0 })
    expect(await recover(Buffer.alloc(9000))).toMatchObject({ texts: [], bytes: 0 })
    expect(await readdir(dir)).toEqual([])
    expect(await recover(Buffer.from('no record\n'))).toMatchObject({ texts: [], bytes: 0 })
    expect(await readdir(dir)).toEqual(['torn'])
  })

  test('is read a part at a time, however long it and its lines are', async () => {
    const lines = Array.from({ length: 700 }, (_, at) => line(at % 4, `${at} ${'x'.repeat(at * 3)}`))
    lines.push(line(2, 'y'.repeat(900_000)), line(3, 'z'))
    const { texts } = await recover(Buffer.concat(lines))
    expect(texts).toHaveLength(702)
    expect(texts[650]).toBe(`650 ${'x'.repeat(1950)}`)
    expect(texts[700]).toHaveLength(900_000)
  })

  test('lies beside other things, which stay, and beside the copy of a recovery that did not end, which goes', async () => {
    await mkdir(join(dir, 'quarantine'))
    await writeFile(join(dir, 'notes.txt'), 'kept')
    await writeFile(join(dir, `${name}.copy`), line(1))
    expect((await recover(line(2))).texts).toHaveLength(1)
    expect((await readdir(dir)).sort()).toEqual([name, 'notes.txt', 'quarantine'])
    await copyFile(join(dir, name), join(dir, '0000000000000018.tsv'))
    await using writeAhead = await WriteAhead.open({ dir, server: 0 })
    expect(writeAhead.closedFiles().map(({ sequence }) => sequence)).toEqual([17, 18])
  })

  test('keeps every intact line whatever bytes lie between them', async () => {
    const piece = fc.oneof(
      fc.nat({ max: 3 }).map((trace) => ({ kept: sampleDocument(trace).text, bytes: line(trace) })),
      fc
        .uint8Array({ maxLength: 40 })
        .map((junk) => ({ kept: undefined, bytes: Buffer.concat([junk, Buffer.from('\n')]) })),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const { texts } = await recover(Buffer.concat(pieces.map(({ bytes }) => bytes)))
        expect(texts).toEqual(pieces.flatMap(({ kept }) => kept ?? []))
      }),
      { numRuns: 60 },
    )
  })
})
