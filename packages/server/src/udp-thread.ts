import type { Socket } from 'node:dgram'
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { DatagramRing } from './receive/datagram-ring.ts'
import { answerCalls } from './threads/calls.ts'
import { loopDelayMeter } from './threads/loop-delay.ts'
import type { LogLine, Ready, UdpCalls, UdpStart } from './threads/messages.ts'
import { startOf } from './threads/start-of.ts'

// Sockets and nothing else: a loop that also parses would leave the kernel's small buffer to overflow.
if (parentPort === null) throw new Error('udp-thread runs as a worker of the server')
const main = parentPort
const start = await startOf<UdpStart>(main)
const ring = new DatagramRing(start.ring)
const measure = loopDelayMeter()
let socket: Socket | undefined
let received = 0
let mustRest = false
let isSettling = false
/** Under traffic that never pauses, settling ends here: some 30,000 datagrams later. */
const mostTurns = 1000
/** ms. Shorter than anybody notices; long enough that what is read in between, some 1,500 a second, costs nearly nothing. */
const whileClosed = 20
/** ms. Ingest takes some dozen datagrams meanwhile. */
const whileFull = 5

/** A larger buffer than the kernel's default where the system allows it; the budgets hold without. */
const wantedBuffer = 4 * 1024 * 1024

function bind(host: string, port: number): Promise<UdpCalls['bind']['answer']> {
  return new Promise((resolve) => {
    const opening = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4' })
    opening.once('error', (error: NodeJS.ErrnoException) => {
      opening.close()
      resolve({ problem: error.code ?? error.message })
    })
    opening.bind({ address: host, port, exclusive: true }, () => {
      opening.removeAllListeners('error')
      opening.on('error', (error) => log('error', 'The UDP socket failed', { err: error.message }))
      opening.on('message', (datagram) => {
        received++
        const isIn = ring.push(datagram)
        if (isIn && ring.mustWake()) start.wake.postMessage(null)
        if (ring.isClosed) restAfterTurn(whileClosed)
        else if (!isIn) restAfterTurn(whileFull)
      })
      try {
        opening.setRecvBufferSize(wantedBuffer)
      } catch {
        log('debug', 'The system keeps its default receive buffer', {})
      }
      socket = opening
      resolve({ port: opening.address().port })
    })
  })
}

// What would be dropped here the kernel drops for nothing, and counts it: this thread reads a few dozen datagrams, rests,
// and reads some again, by which ingest learns of them when there is room.
function restAfterTurn(milliseconds: number): void {
  if (mustRest || isSettling) return
  mustRest = true
  setImmediate(() => {
    mustRest = false
    ring.rest(milliseconds)
  })
}

// The loop reads a few dozen datagrams a turn: when two turns brought none, the kernel has none left from before.
async function settle(): Promise<null> {
  isSettling = true
  for (let turns = 0, seen = -1; turns < mostTurns && seen !== received; turns++) {
    seen = received
    await nextTurn()
    await nextTurn()
  }
  isSettling = false
  return null
}

function log(level: LogLine['level'], message: string, fields: object): void {
  main.postMessage({ kind: 'log', level, message, fields } satisfies LogLine)
}

answerCalls<UdpCalls>(main, {
  bind: ({ host, port }) => bind(host, port),
  settle,
  measure,
  close: () =>
    new Promise((resolve) => {
      if (socket === undefined) resolve(null)
      else socket.close(() => resolve(null))
    }),
})
main.postMessage({ kind: 'ready' } satisfies Ready)
