import { describe, expect, test } from 'vitest'
import type { Bind } from './bind-both.ts'
import { bindBoth } from './bind-both.ts'

const host = '127.0.0.1'
const given = (...outcomes: (number | string)[]): Bind => {
  const left = [...outcomes]
  return async (port) => {
    const next = left.shift() ?? port
    return typeof next === 'string' ? { problem: next } : { port: next }
  }
}

describe('one number for UDP and TCP', () => {
  test('is tried again for port 0 until both are free', async () => {
    let released = 0
    const release = async () => void released++
    const port = await bindBoth({ host, port: 0 }, given(4001, 4002, 4003), given('EADDRINUSE', 'EADDRINUSE'), release)
    expect({ port, released }).toEqual({ port: 4003, released: 2 })
  })

  test.each([
    { tcp: given('EADDRINUSE'), udp: given(), words: 'Port 2000/TCP on 127.0.0.1 is taken' },
    { tcp: given(), udp: given('EADDRINUSE'), words: 'Port 2000/UDP on 127.0.0.1 is taken' },
    { tcp: given('EACCES'), udp: given(), words: 'Cannot listen on 127.0.0.1:2000/TCP (EACCES)' },
    { tcp: given(), udp: given('EADDRNOTAVAIL'), words: 'Cannot listen on 127.0.0.1:2000/UDP (EADDRNOTAVAIL)' },
  ])('that is named and cannot be had is an error that says what to do: $words', async ({ tcp, udp, words }) => {
    const start = bindBoth({ host, port: 2000 }, tcp, udp, async () => {})
    await expect(start).rejects.toThrow(words)
    await expect(start).rejects.toThrow('--port')
  })
})
