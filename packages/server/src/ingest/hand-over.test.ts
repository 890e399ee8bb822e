import { MessageChannel } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { Caller } from '../threads/calls.ts'
import type { Ask, IngestCalls } from '../threads/messages.ts'
import { handOver } from './hand-over.ts'

test('what a request waited before its body, or for others that are handed over, it does not wait again', async () => {
  const { port1: main, port2: ingest } = new MessageChannel()
  const caller = new Caller<IngestCalls>((message, transfer) => main.postMessage(message, transfer))
  const asked: Ask[] = []
  main.on('message', (message) => caller.answered(message))
  ingest.on('message', (ask: Ask) => asked.push(ask))
  const answer = (ask: Ask | undefined) => ingest.postMessage({ kind: 'answer', number: ask?.number, value: [] })
  try {
    const handing = handOver(caller)
    const large = handing.putSegments(Buffer.alloc(64 * 1024 * 1024))
    const began = performance.now()
    await expect(handing.putSegments(Buffer.from('{}'), 1_400)).rejects.toThrow(/room/i)
    expect(performance.now() - began).toBeLessThan(1_000)
    const small = handing.putSegments(Buffer.from('{}'), 500)
    setTimeout(() => answer(asked[0]), 300)
    await large
    await expect.poll(() => asked.length).toBe(2)
    // Some 700 ms are left, less than 900.
    expect(asked[1]?.value).toMatchObject({ patience: expect.closeTo(400, -3) })
    answer(asked[1])
    expect(await small).toEqual([])
  } finally {
    main.close()
  }
})
