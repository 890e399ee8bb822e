import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { services } from '../service-table.ts'
import { copyUninstrumented, entryOf, ownFolder } from './service-copy.ts'

const copies = services.flatMap((service) =>
  (service.inPython ? (['node', 'python'] as const) : (['node'] as const)).map((language) => ({
    name: `${service.name} for ${language}`,
    service,
    language,
  })),
)

test.each(copies)('$name, uninstrumented, has the lines of the original but those of X-Ray', async (copy) => {
  const folder = await mkdtemp(join(tmpdir(), 'roentgen-copy-'))
  try {
    await copyUninstrumented(copy.service, copy.language, join(folder, 'copy'))
    const entry = entryOf[copy.language]
    const code = await readFile(join(folder, 'copy', entry), 'utf8')
    const original = await readFile(join(ownFolder(copy.service, copy.language), entry), 'utf8')
    expect(code).not.toMatch(/x-?ray/i)
    const left = code.split('\n')
    const taken = original.split('\n').filter((line) => !left.includes(line))
    expect(taken.length).toBeGreaterThan(2)
    for (const line of taken) expect(line).toMatch(/X-Ray$|^\/\/# sourceMappingURL/)
    const files = await readdir(join(folder, 'copy'))
    expect(files.filter((file) => /\.(d\.ts|map)$|\.test\./.test(file))).toEqual([])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
