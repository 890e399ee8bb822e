import { describe, expect, test } from 'vitest'
import { openLog } from '../log.ts'
import { Thread } from './thread.ts'

interface Calls {
  readonly double: { readonly ask: number; readonly answer: number }
  readonly refuse: { readonly ask: null; readonly answer: null }
  readonly die: { readonly ask: null; readonly answer: null }
}

const lines: Record<string, unknown>[] = []
const log = openLog('info', { write: (line) => void lines.push(JSON.parse(line)) })

/** A real worker thread from a few lines of JavaScript. */
function entry(code: string): URL {
  const preamble = `import { parentPort } from 'node:worker_threads'\nconst factor = await new Promise((resolve) => parentPort.once('message', resolve))\n`
  return new URL(`data:text/javascript,${encodeURIComponent(preamble + code)}`)
}

const answering = `
parentPort.on('message', ({ number, name, value }) => {
  if (name === 'die') throw new Error('out of ideas')
  if (name === 'refuse')
    parentPort.postMessage({ kind: 'failure', number,
      error: { code: 'ThrottledException', status: 429, message: 'later', stack: undefined } })
  if (name === 'double') parentPort.postMessage({ kind: 'answer', number, value: value * factor })
})
parentPort.postMessage({ kind: 'log', level: 'info', message: 'hello', fields: { from: 'inside' } })
parentPort.postMessage({ kind: 'ready' })
`

function start(code: string, onDeath: (error: Error) => void = () => {}): Promise<Thread<Calls>> {
  return Thread.start<Calls>({ name: 'tested', entry: entry(code), start: 2, transfer: [], log, onDeath })
}

describe('a thread', () => {
  test('answers calls, and its errors keep their code and status', async () => {
    await using thread = await start(answering)
    expect(await Promise.all([1, 2, 3].map((value) => thread.call('double', value)))).toEqual([2, 4, 6])
    await expect(thread.call('refuse', null)).rejects.toMatchObject({ code: 'ThrottledException', status: 429 })
    expect(lines).toContainEqual(expect.objectContaining({ thread: 'tested', from: 'inside', msg: 'hello' }))
  })

  test('that dies is reported with its reason, and fails what was asked and what is asked later', async () => {
    const { promise, resolve } = withResolver<Error>()
    const thread = await start(answering, resolve)
    const open = thread.call('die', null)
    await expect(open).rejects.toThrow('out of ideas')
    expect((await promise).message).toBe('out of ideas')
    await expect(thread.call('double', 1)).rejects.toThrow('out of ideas')
    await thread.close()
  })

  test('that is closed is not reported', async () => {
    let deaths = 0
    const thread = await start(answering, () => deaths++)
    await thread.close()
    expect(deaths).toBe(0)
  })

  test('whose start fails elsewhere ends, and fails with that', async () => {
    const start = Promise.reject(new Error('no tables'))
    const options = { name: 'tested', entry: entry(answering), start, transfer: [], log, onDeath: () => {} }
    await expect(Thread.start(options)).rejects.toThrow('no tables')
  })

  test.each([
    { how: 'throws before it is ready', code: `throw new Error('no directory')`, message: 'no directory' },
    { how: 'ends before it is ready', code: 'process.exit(3)', message: 'The tested thread ended with code 3.' },
  ])('that $how fails the start', async ({ code, message }) => {
    await expect(start(code)).rejects.toThrow(message)
  })
})

function withResolver<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve = (_: Value): void => {}
  const promise = new Promise<Value>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
