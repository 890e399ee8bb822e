import type { Trace } from './assemble.ts'
import { failureCauses } from './failure-causes.ts'
import { responseTimeCauses } from './response-time-causes.ts'
import type { RootCause } from './summary.ts'

/** Faults, then errors, then response time: what the three lists of an X-Ray TraceSummary are made from. */
export function rootCausesOf(trace: Trace): RootCause[] {
  return [...failureCauses(trace, 'fault'), ...failureCauses(trace, 'error'), ...responseTimeCauses(trace)]
}
