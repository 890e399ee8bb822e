import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockDirectory } from './lock.ts'

let dir: string
const children: ChildProcess[] = []
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lock-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child)
  await rm(dir, { recursive: true })
})

/** A process that tries to take the lock for each line on its stdin, and says what came of it. */
interface Starter {
  readonly child: ChildProcess
  readonly lines: AsyncIterator<string>
}

const starterCode = `
const { createInterface } = await import('node:readline')
const { lockDirectory } = await import(process.argv[1])
console.log('ready')
for await (const line of createInterface({ input: process.stdin })) {
  console.log(await lockDirectory(process.argv[2]).then(() => 'held', (error) => error.code + ' ' + error.message))
}`

async function starter(): Promise<Starter> {
  const module = new URL('../dist/lock.js', import.meta.url).href
  const child = spawn(process.execPath, ['--input-type=module', '-e', starterCode, module, dir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  const lines: Interface = createInterface({ input: child.stdout })
  const started = { child, lines: lines[Symbol.asyncIterator]() }
  expect(await next(started)).toBe('ready')
  return started
}

async function next(from: Starter): Promise<string> {
  return String((await from.lines.next()).value)
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

async function rewriteHolder(changes: object): Promise<void> {
  const path = join(dir, 'lock', '1')
  const text = await readFile(path, 'utf8')
  // As long as before: a beat of its holder writes behind it.
  await writeFile(path, JSON.stringify({ ...(JSON.parse(text) as object), ...changes }).padEnd(text.length))
}

describe('the lock of a data directory', () => {
  test('is refused while its holder lives, by the name of its process', async () => {
    const holder = await starter()
    holder.child.stdin?.write('go\n')
    expect(await next(holder)).toBe('held')
    await expect(lockDirectory(dir)).rejects.toMatchObject({
      code: 'DirectoryLocked',
      message: `The data directory ${dir} is in use by process ${holder.child.pid}. Stop that server, or give this one another --data-dir.`,
    })
  })

  test('is free at once after its holder was killed', async () => {
    const holder = await starter()
    holder.child.stdin?.write('go\n')
    expect(await next(holder)).toBe('held')
    await kill(holder.child)
    await using lock = await lockDirectory(dir)
    expect(lock).toBeDefined()
  })

  test('is free after its holder let it go, and not before', async () => {
    const lock = await lockDirectory(dir)
    await expect(lockDirectory(dir)).rejects.toMatchObject({ code: 'DirectoryLocked' })
    await lock.release()
    await lock.release()
    await using again = await lockDirectory(dir)
    expect(again).toBeDefined()
  })

  test('goes to exactly one of many processes that start when the holder was killed', async () => {
    let starters = await Promise.all(Array.from({ length: 8 }, starter))
    while (starters.length > 1) {
      for (const { child } of starters) child.stdin?.write('go\n')
      const answers = await Promise.all(starters.map(next))
      const [winner, ...others] = starters.filter((_, at) => answers[at] === 'held')
      expect(others).toEqual([])
      if (winner === undefined) throw new Error(`nobody won: ${answers.join('; ')}`)
      const refusals = answers.filter((answer) => answer !== 'held')
      for (const refusal of refusals) expect(refusal).toContain(`process ${winner.child.pid}.`)
      await kill(winner.child)
      starters = starters.filter((each) => each !== winner)
    }
  })

  test('is never held twice, however holders come and go', async () => {
    let holders = 0
    let turns = 0
    const takeTurns = async () => {
      while (turns < 100) {
        try {
          await using _ = await lockDirectory(dir)
          holders += 1
          expect(holders).toBe(1)
          await readdir(dir)
          holders -= 1
          turns += 1
        } catch (error) {
          expect(error).toMatchObject({ code: 'DirectoryLocked' })
        }
      }
    }
    await Promise.all(Array.from({ length: 8 }, takeTurns))
    expect((await readdir(join(dir, 'lock'))).length).toBeLessThanOrEqual(2)
  })

  test('is free when another process has the pid of its holder now', async () => {
    await using _ = await lockDirectory(dir)
    await rewriteHolder({ started: process.platform === 'linux' ? '1' : 'Thu Jan  1 00:00:00 1970' })
    await using lock = await lockDirectory(dir)
    expect(lock).toBeDefined()
  })

  test('is refused while a holder that cannot be seen from here shows that it lives', async () => {
    await using _ = await lockDirectory(dir, { beat: 20 })
    await rewriteHolder({ namespace: 'pid:[1]' })
    await expect(lockDirectory(dir, { beat: 500 })).rejects.toThrow(
      `in use by process ${process.pid} in another container or on another machine`,
    )
  })

  test('is free when a holder that cannot be seen from here falls silent', async () => {
    const lock = await lockDirectory(dir)
    const text = await readFile(join(dir, 'lock', '1'), 'utf8')
    await lock.release()
    await writeFile(join(dir, 'lock', '1'), text)
    await rewriteHolder({ boot: 'before the power cut' })
    await using again = await lockDirectory(dir, { beat: 30 })
    expect(again).toBeDefined()
  })

  test.each(['', '{"pid":', '{"pid":"1"}', '\0\0\0'])('is free when a power cut left %j of its file', async (text) => {
    await (await lockDirectory(dir)).release()
    await writeFile(join(dir, 'lock', '1'), text)
    await using lock = await lockDirectory(dir)
    expect(lock).toBeDefined()
  })
})
