/**
 * The engine's process: opens chDB, speaks ClickHouse's HTTP interface on loopback, and ends with its parent. Started by
 * engine.ts and by nothing else.
 */

import { mkdir } from 'node:fs/promises'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Session } from 'chdb'
import { Canceller } from './cancel.ts'
import { Desk } from './desk.ts'
import { engineArguments } from './engine-arguments.ts'
import { holderOf, lastHolderOf } from './engine-directory.ts'
import type { ResolvedOptions } from './engine-options.ts'
import { createFront } from './front.ts'
import { TableColumns } from './insert.ts'
import { Lane } from './lane.ts'
import type { FromEngine, ToEngine } from './process-messages.ts'
import { Spool } from './spool.ts'
import { spoolIn } from './spool-path.ts'

type Start = ToEngine & { kind: 'start' }

// Without its parent this process holds a directory and a port that nobody knows how to free. What is in flight has no
// reader; what was answered is on disk, as after any kill -9.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// Ctrl+C and service managers signal the whole group; the parent drains first and then closes this process.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

let close = (): Promise<void> => Promise.resolve()

// Before it is said what to open: the library takes longer than all else, and touches no directory. What is wrong with it
// is told to who asks for it.
const library = loadLibrary()

process.on('message', (message: ToEngine) => {
  if (message.kind === 'close') {
    // Its tables are closed by then. An exit would run the library's end, which waits for ever for a lock that one of its
    // threads took with it: once in fifty times, where clients have just left.
    void close().finally(() => process.kill(process.pid, 'SIGKILL'))
  } else {
    start(message).catch((fault: unknown) => {
      fail('unusable', wordsOf(fault))
    })
  }
})

async function start(message: Start): Promise<void> {
  const { options } = message
  const directory = join(options.dataDir, 'chdb')
  await mkdir(directory, { recursive: true })
  if ('reason' in library) {
    fail('unloadable', library.reason)
    return
  }
  const SessionClass = library.Session
  const connectionArgs = engineArguments(options)
  const open = () => new SessionClass(directory, { connectionArgs })
  const first = await openWhenFree(open, directory, options)
  if (first === undefined) return
  // Only now is the directory ours: nothing in it was touched before.
  const spool = await Spool.open(spoolIn(options.dataDir))
  process.chdir(spool.directory)
  const canceller = new Canceller(first)
  const lanes = {
    load: new Lane(open, canceller, options.lanes.load),
    lookup: new Lane(open, canceller, options.lanes.lookup),
    ask: new Lane(open, canceller, options.lanes.ask),
  }
  const front = createFront(new Desk(lanes, spool, new TableColumns()), message, options)
  close = async () => {
    const late = setTimeout(() => void canceller.endAll(), options.drainTimeout)
    await closeFront(front, options.drainTimeout)
    // Where a client has left, its connection is closed before its query has ended.
    await Promise.all(Object.values(lanes).map((lane) => lane.close()))
    clearTimeout(late)
    await canceller.close()
  }
  front.on('error', (fault) => fail('port', fault.message))
  front.listen(message.port, '127.0.0.1', () => {
    const address = front.address()
    if (address !== null && typeof address === 'object') tell({ kind: 'listening', port: address.port })
  })
}

function loadLibrary(): { readonly Session: typeof Session } | { readonly reason: string } {
  try {
    return createRequire(import.meta.url)('chdb')
  } catch (fault) {
    return { reason: wordsOf(fault) }
  }
}

async function openWhenFree(
  open: () => Session,
  directory: string,
  options: ResolvedOptions,
): Promise<Session | undefined> {
  const deadline = performance.now() + options.directoryTimeout
  let told = false
  // The engine does not say why it cannot open. A holder may end just before it is looked for: hence several attempts.
  for (let unexplained = 0; ; ) {
    try {
      return open()
    } catch (fault) {
      const holder = await holderOf(directory)
      if (holder === undefined) unexplained += 1
      else if (!told) {
        tell({ kind: 'waiting', holder })
        told = true
      }
      if (unexplained >= 5) {
        fail('unusable', `${wordsOf(fault)}${await lastHolderOf(directory)}`)
        return undefined
      }
      if (performance.now() > deadline) {
        fail('held', holder ?? 'a process that has just ended')
        return undefined
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

/** Takes nothing new, and gives the answers of what runs; senders get the time given. */
function closeFront(front: Server, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timers = [
      // Senders that are in the middle of a body have no query to end.
      setTimeout(() => front.closeAllConnections(), milliseconds + 1_000),
      // A connection becomes idle when its answer is out; its client would keep it open.
      setInterval(() => front.closeIdleConnections(), 20),
    ]
    front.close(() => {
      timers.forEach(clearTimeout)
      resolve()
    })
  })
}

function tell(message: FromEngine): void {
  process.send?.(message)
}

function fail(why: 'unloadable' | 'held' | 'unusable' | 'port', reason: string): void {
  process.send?.({ kind: 'failed', why, reason } satisfies FromEngine, () => process.exit(1))
}

function wordsOf(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault)
}
