import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Micros, SegmentId } from '@roentgen/trace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { id, segment, trace } from '../fixtures/documents.ts'
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts'
import { putAside } from '../quarantine/put-aside.ts'
import type { Store } from '../store.ts'
import { encodeRecord } from '../write-ahead/record.ts'
import { insertDocuments } from './insert-documents.ts'

const noon = 1_732_000_000_000_000 as Micros

function line(number: number): Buffer {
  const text = segment(trace(number), { id: number, at: noon })
  return encodeRecord({ server: 0, traceId: trace(number), segmentId: id(number) as SegmentId, received: noon, text })
}

describe('documents on their way into the store', () => {
  let engine: TestEngine
  let store: Store
  let directory: string

  beforeAll(async () => {
    engine = await startTestEngine()
    store = await engine.openStore()
    directory = await mkdtemp(join(tmpdir(), 'roentgen-quarantine-'))
  })
  afterAll(async () => {
    await store.close()
    await engine[Symbol.asyncDispose]()
    await rm(directory, { recursive: true, force: true })
  })

  test('load without the one line that the engine refuses, which is kept aside with its words', async () => {
    const bad = Buffer.from(
      line(666)
        .toString()
        .replace(/\t\d{16}\t/, '\tno time\t'),
    )
    const files = [
      Buffer.concat([line(1), line(2), line(3)]),
      Buffer.concat([line(4), bad, line(5)]),
      Buffer.concat([line(6)]),
    ]
    const refused: string[] = []
    await insertDocuments(store.connection, { contents: async () => files }, async (refusedLine, reason) => {
      refused.push(refusedLine.toString())
      await putAside(directory, refusedLine, reason)
    })
    expect(refused).toEqual([bad.toString()])
    const ids = [1, 2, 3, 4, 5, 6, 666].map(trace)
    expect([...(await store.documentsOf(ids)).keys()].sort()).toEqual([1, 2, 3, 4, 5, 6].map(trace))
    const [name = ''] = await readdir(directory)
    const kept = JSON.parse(await readFile(join(directory, name), 'utf8'))
    expect(kept.record).toBe(bad.toString())
    expect(kept.reason).toContain('received')
  })

  test('are not put aside where all are refused: then it is not they who are at fault', async () => {
    const bad = Array.from({ length: 25 }, (_, n) =>
      Buffer.from(
        line(n + 700)
          .toString()
          .replace(/\t\d{16}\t/, '\tno time\t'),
      ),
    )
    const refused: Buffer[] = []
    const load = insertDocuments(
      store.connection,
      { contents: async () => [Buffer.concat(bad)] },
      async (refusedLine) => {
        refused.push(refusedLine)
      },
    )
    await expect(load).rejects.toMatchObject({ code: 'EngineRefused' })
    expect(refused).toEqual([])
  })

  test('are read by our own engine where they lie, and come from us where a line is refused there', async () => {
    const folder = join(directory, "it's here, ü")
    await mkdir(folder)
    const bad = Buffer.from(
      line(11)
        .toString()
        .replace(/\t\d{16}\t/, '\tno time\t'),
    )
    const contents = [Buffer.concat([line(12), line(13)]), Buffer.concat([line(14), bad]), line(15)]
    const paths = contents.map((_, i) => join(folder, `${i}.tsv`))
    await Promise.all(contents.map((bytes, i) => writeFile(paths[i] ?? '', bytes)))
    const refused: string[] = []
    const refuse = async (refusedLine: Buffer) => void refused.push(refusedLine.toString())
    const files = (...which: number[]) => ({
      contents: async () => which.map((i) => contents[i] ?? Buffer.of()),
      paths: which.map((i) => paths[i] ?? ''),
    })

    await insertDocuments(store.connection, files(0, 2), refuse)
    expect(refused).toEqual([])
    expect((await store.documentsOf([12, 13, 15].map(trace))).size).toBe(3)
    await insertDocuments(store.connection, files(1), refuse)
    expect(refused).toEqual([bad.toString()])
    expect((await store.documentsOf([trace(14)])).size).toBe(1)
  })

  test('fail to load while one of their files is missing', async () => {
    const path = join(directory, 'here.tsv')
    await writeFile(path, line(21))
    const load = insertDocuments(
      store.connection,
      { contents: async () => [line(21), line(22)], paths: [path, join(directory, 'gone.tsv')] },
      async () => {},
    )
    await expect(load).rejects.toMatchObject({ code: 'EngineRefused' })
    expect((await store.documentsOf([trace(21)])).size).toBe(0)
  })

  test('are not put aside for a fault that is not theirs', async () => {
    await store.connection.command({ sql: 'rename table segments to elsewhere' })
    const refused: Buffer[] = []
    const load = insertDocuments(store.connection, { contents: async () => [line(7)] }, async (refusedLine) => {
      refused.push(refusedLine)
    })
    await expect(load).rejects.toMatchObject({ code: 'EngineRefused' })
    expect(refused).toEqual([])
  })
})
