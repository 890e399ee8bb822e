import type { Trace } from './assemble.ts'
import type { RootCause } from './summary.ts'

export function rootCausesOf(_trace: Trace): RootCause[] {
  return []
}
