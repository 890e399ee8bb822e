import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sampleTraceId } from './sample-document.ts'
import { WriteAhead } from './write-ahead.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crash-'))
})
afterEach(() => rm(dir, { recursive: true }))

const imports = `
import { writeSync } from 'node:fs'
import { WriteAhead } from '${new URL('../../dist/write-ahead/write-ahead.js', import.meta.url).href}'
import { sampleDocument } from '${new URL('../../dist/write-ahead/sample-document.js', import.meta.url).href}'
const [dir, round] = process.argv.slice(1)
const say = (line) => writeSync(1, line + '\\n')
`

/** Eight senders at once; the texts of an append are named when it is acknowledged. */
const writer = `${imports}
const writeAhead = await WriteAhead.open({ dir, server: 0, maxFileBytes: 100_000 })
let number = 0
const send = async () => {
  for (;;) {
    const numbers = Array.from({ length: 1 + (number % 7) }, () => number++)
    const textOf = (each) => round + '-' + each + ' ' + 'x'.repeat((each * 37) % 1500)
    await writeAhead.append(numbers.map((each) => sampleDocument(each % 50, textOf(each))))
    say(numbers.map((each) => round + '-' + each).join('\\n'))
  }
}
for (let sender = 0; sender < 8; sender += 1) void send()
setInterval(() => writeAhead.rotate(), 15)
`

/** Appends until one is refused, and says which; then once more. */
const filler = `${imports}
const writeAhead = await WriteAhead.open({ dir, server: 0 })
for (let number = 0, refused = 0; refused < 2; number += 1) {
  try {
    await writeAhead.append([sampleDocument(1, number + ' ' + 'x'.repeat(3000))])
    say('accepted ' + number)
  } catch (error) {
    refused += 1
    say(error.code + ' ' + error.message)
  }
}
await writeAhead.rotate()
say('files ' + writeAhead.closedFiles().map(({ documents }) => documents).join(' '))
say('found ' + (await writeAhead.documentsOf([sampleDocument(1).traceId])).get(sampleDocument(1).traceId).length)
await writeAhead.close()
`

/** The complete lines that the process wrote before it was killed. */
async function runUntilKilled(round: number, milliseconds: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', writer, dir, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const output = text(child.stdout)
  const exit = once(child, 'exit')
  await once(child.stdout, 'readable')
  await sleep(milliseconds)
  child.kill('SIGKILL')
  await exit
  return (await output).split('\n').slice(0, -1)
}

describe('a process that writes ahead', () => {
  test('may be killed at any moment: what it acknowledged is there when the next one opens', {
    timeout: 60_000,
  }, async () => {
    const acknowledged = new Set<string>()
    let torn = 0
    for (let round = 0; round < 20; round += 1) {
      // A random moment is the point here, nothing is waited for.
      const said = await runUntilKilled(round, Math.random() * 60)
      expect(said.length).toBeGreaterThan(0)
      for (const each of said) acknowledged.add(each)
      await using writeAhead = await WriteAhead.open({ dir, server: 0, log: () => (torn += 1) })
      const stored = new Set<string>()
      for (const file of writeAhead.closedFiles()) {
        for await (const records of writeAhead.read(file)) {
          for (const record of records) stored.add(record.text.slice(0, record.text.indexOf(' ')))
        }
      }
      expect([...acknowledged].filter((each) => !stored.has(each))).toEqual([])
      const found = await writeAhead.documentsOf(Array.from({ length: 50 }, (_, trace) => sampleTraceId(trace)))
      expect([...found.values()].flat()).toHaveLength(stored.size)
    }
    expect(acknowledged.size).toBeGreaterThan(100)
    expect(await readdir(dir)).not.toContain('torn')
  })

  test('refuses what the disk does not take, keeps the rest and goes on in a new file', async () => {
    // The limit of a file's size stands for a full disk: a write is cut in the middle and the next one fails.
    const child = spawn(
      'sh',
      ['-c', 'ulimit -f 64; exec "$0" --input-type=module -e "$1" "$2"', process.execPath, filler, dir],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const lines = (await text(child.stdout)).trimEnd().split('\n')
    const accepted = lines.filter((line) => line.startsWith('accepted'))
    const refused = lines.filter((line) => line.startsWith('WriteAheadFailed'))
    expect(accepted.length).toBeGreaterThan(10)
    expect(refused).toHaveLength(2)
    expect(refused[0]).toContain(`Documents could not be written to ${dir}: EFBIG`)
    const half = accepted.length / 2
    expect(lines.slice(-2)).toEqual([`files ${half} ${half}`, `found ${accepted.length}`])
    const log: string[] = []
    await using writeAhead = await WriteAhead.open({ dir, server: 0, log: (_, message) => log.push(message) })
    expect(log).toEqual([])
    expect(writeAhead.closedFiles().map(({ documents }) => documents)).toEqual([half, half])
  })
})
