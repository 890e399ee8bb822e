import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { dayLines } from './day-lines.ts'

test('a day that goes away or is cut while it is restored is named, with the reason', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'roentgen-day-'))
  const read = async (name: string) => {
    let text = ''
    for await (const lines of dayLines(join(folder, name))) text += lines.toString()
    return text
  }
  try {
    const packed = gzipSync('{"a":1}\n{"a":2}\n')
    await writeFile(join(folder, 'whole'), packed)
    await writeFile(join(folder, 'cut'), packed.subarray(0, -4))
    expect(await read('whole')).toBe('{"a":1}\n{"a":2}\n')
    await expect(read('cut')).rejects.toThrow(`${join(folder, 'cut')} cannot be read: Z_BUF_ERROR`)
    await expect(read('gone')).rejects.toThrow(`${join(folder, 'gone')} cannot be read: ENOENT`)
  } finally {
    await rm(folder, { recursive: true })
  }
})
