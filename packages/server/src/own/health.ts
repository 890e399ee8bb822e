import type { Health } from '@roentgen/api'

export interface HealthSigns {
  /** Undefined: it answered. */
  readonly engineProblem: string | undefined
  /** Undefined: it has room. */
  readonly diskProblem: string | undefined
  readonly writeAheadBytes: number
  readonly writeAheadRoom: number
  readonly isStopping: boolean
}

/** Whether the server can take segments and answer questions; total. */
export function healthOf(signs: HealthSigns): Health {
  const { engineProblem, diskProblem, writeAheadBytes, writeAheadRoom, isStopping } = signs
  const reasons: string[] = []
  if (isStopping) reasons.push('The server is shutting down.')
  if (engineProblem !== undefined)
    reasons.push(`The trace store does not answer (${engineProblem}). Segments are kept on disk until it does.`)
  if (diskProblem !== undefined) reasons.push(`${diskProblem} No segments are accepted until there is room.`)
  if (writeAheadBytes > writeAheadRoom * 0.9)
    reasons.push(
      `The write-ahead files take ${writeAheadBytes} of ${writeAheadRoom} bytes: segments come faster than they are loaded, and are refused over HTTP.`,
    )
  return { ok: reasons.length === 0, reasons }
}
