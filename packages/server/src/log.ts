import type { DestinationStream, Logger } from 'pino'
import { pino } from 'pino'
import type { LogLevel } from './config.ts'

export type Log = Logger

/** The server's log: a JSON object a line, to stderr, so that stdout stays the command's own. */
export function openLog(level: LogLevel, destination?: DestinationStream): Log {
  return pino(
    { level, base: { name: 'roentgen' }, timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? pino.destination({ dest: 2, sync: true }),
  )
}
