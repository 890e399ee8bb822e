import { execFileSync } from 'node:child_process'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OpenFile } from './open-file.ts'
import { type Chunk, Pending } from './pending.ts'
import { sampleDocument } from './sample-document.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'open-file-'))
})
afterEach(() => rm(dir, { recursive: true }))

function chunksOf(texts: readonly string[]): Chunk[] {
  const pending = new Pending(200)
  pending.add(
    0,
    texts.map((text) => sampleDocument(1, text)),
  )
  return pending.take(Number.POSITIVE_INFINITY)
}

describe('the file that is being written', () => {
  test('counts the records of all chunks once they are durable', async () => {
    const file = await OpenFile.create(join(dir, 'file'), 1)
    const chunks = chunksOf(['a', 'b', 'c', 'd', 'e'.repeat(400)])
    expect(chunks.length).toBeGreaterThan(1)
    await file.append(chunks)
    expect(file.index.documents).toBe(5)
    expect(file.index.bytes).toBe((await readFile(file.path)).length)
    await file.close()
  })

  test('is never made over another', async () => {
    const file = await OpenFile.create(join(dir, 'file'), 1)
    await file.close()
    await expect(OpenFile.create(join(dir, 'file'), 1)).rejects.toMatchObject({ code: 'EEXIST' })
  })

  test('takes nothing more after a sync failed, though the write went well', async () => {
    // A pipe takes the bytes and cannot be synced: fdatasync answers EINVAL.
    const path = join(dir, 'pipe')
    execFileSync('mkfifo', [path])
    const file = new OpenFile(path, 1, await open(path, 'r+'))
    const error = await file.append(chunksOf(['a'])).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ syscall: 'fdatasync' })
    expect(file.index.documents).toBe(0)
    expect(file.failed).toBe(true)
    await expect(file.append(chunksOf(['b']))).rejects.toThrow('failed before')
    await expect(file.close()).rejects.toMatchObject({ syscall: 'ftruncate' })
  })
})
