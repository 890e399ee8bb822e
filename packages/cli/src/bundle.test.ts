import { execFileSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const bin = fileURLToPath(new URL('../bin', import.meta.url))

describe('the command runs', () => {
  let checkout: string

  beforeEach(async () => {
    checkout = await mkdtemp(join(tmpdir(), 'roentgen-bundle-'))
    await cp(bin, join(checkout, 'packages/cli/bin'), { recursive: true })
    await put('packages/cli/package.json', '{"type":"module"}')
    await put('packages/cli/dist/main.js', "console.log('compiled')")
    await put('packages/trace/tsconfig.tsbuildinfo', '{}')
  })
  afterEach(() => rm(checkout, { recursive: true }))

  async function put(file: string, text: string): Promise<void> {
    await mkdir(dirname(join(checkout, file)), { recursive: true })
    await writeFile(join(checkout, file), text)
  }

  /** Of a bundle that was made of these, then. */
  async function putBundle(witnesses: readonly string[], at: Date): Promise<void> {
    await put('packages/cli/bundle/main.js', "console.log('bundled')")
    await put('packages/cli/bundle/made-of.json', JSON.stringify(witnesses))
    await utimes(join(checkout, 'packages/cli/bundle/made-of.json'), at, at)
  }

  const run = () =>
    execFileSync(process.execPath, [join(checkout, 'packages/cli/bin/roentgen.js')], { encoding: 'utf8' })
  const compiled = ['packages/trace/tsconfig.tsbuildinfo']
  const soon = () => new Date(Date.now() + 60_000)

  test('its bundle, where nothing was compiled since', async () => {
    await putBundle(compiled, soon())
    expect(run()).toBe('bundled\n')
  })

  test('compiled code, where some of it is newer than the bundle', async () => {
    await putBundle(compiled, new Date(Date.now() - 60_000))
    expect(run()).toBe('compiled\n')
  })

  test('compiled code, where something that the bundle was made of is gone', async () => {
    await putBundle([...compiled, 'packages/store/tsconfig.tsbuildinfo'], soon())
    expect(run()).toBe('compiled\n')
  })

  test('compiled code, where the bundle is not whole', async () => {
    await putBundle(compiled, soon())
    await rm(join(checkout, 'packages/cli/bundle/made-of.json'))
    expect(run()).toBe('compiled\n')
  })

  test('compiled code, where there is no bundle', () => {
    expect(run()).toBe('compiled\n')
  })
})
