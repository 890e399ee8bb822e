import type { Readable } from 'node:stream'
import { type Terminal, terminalOf } from './terminal.ts'

/** What a command touches of the process it runs in. */
export interface CommandIo {
  readonly environment: NodeJS.ProcessEnv
  readonly input: Readable
  /** Where the answer goes. */
  readonly terminal: Terminal
  /** stderr is watched by a person: progress may be shown. */
  readonly watched: boolean
  /** One line of the answer, to stdout. */
  print(line: string): void
  /** Words about the work, to stderr. */
  remark(line: string): void
  /** A line that the next one replaces, on a watched stderr only. */
  progress(line: string): void
  /** Aborted when the person wants the command to end: Ctrl-C, SIGTERM. The second time ends the process. */
  interruption(): AbortSignal
  /** The command did its work and the answer is bad news: status 1. */
  fail(): void
}

export function processIo(): CommandIo {
  const watched = process.stderr.isTTY === true
  return {
    environment: process.env,
    input: process.stdin,
    terminal: terminalOf(process.stdout, process.env),
    watched,
    print: (line) => process.stdout.write(`${line}\n`),
    remark: (line) => process.stderr.write(`${watched ? '\r\u001b[K' : ''}${line}\n`),
    progress: (line) => watched && process.stderr.write(`\r\u001b[K${line}`),
    interruption: () => {
      const interrupted = new AbortController()
      const once = () => {
        interrupted.abort()
        process.off('SIGINT', once).off('SIGTERM', once)
      }
      process.on('SIGINT', once).on('SIGTERM', once)
      return interrupted.signal
    },
    fail: () => {
      process.exitCode = 1
    },
  }
}
