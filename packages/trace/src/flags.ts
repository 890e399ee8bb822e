import type { ExceptionDigest } from './digest.ts'
import type { JsonObject } from './json.ts'
import { isThrottling } from './throttling.ts'

export interface SpanFlags {
  readonly error: boolean
  readonly fault: boolean
  readonly throttle: boolean
}

/**
 * The state of a segment or subsegment (segments.md 7.1): the flags that were sent, else what the status says.
 *
 * A call (a subsegment with a namespace) that ended with a throttling exception is throttled although nothing said so:
 * the Python SDK never sets `throttle`. An exception that a segment or local work passed on says nothing of itself: a
 * service that answers 500 because its table throttled is at fault.
 */
export function flagsOf(
  span: JsonObject,
  status: number | undefined,
  isCall: boolean,
  exceptions: readonly ExceptionDigest[],
): SpanFlags {
  const { error, fault, throttle } = span
  let flags: SpanFlags
  if (typeof error === 'boolean' || typeof fault === 'boolean' || typeof throttle === 'boolean')
    flags = { error: error === true, fault: fault === true, throttle: throttle === true }
  else flags = flagsOfStatus(status)
  if (isCall && !flags.throttle && throttle !== false && exceptions.some(isThrottling))
    return { error: true, fault: flags.fault, throttle: true }
  return flags
}

const fine: SpanFlags = { error: false, fault: false, throttle: false }
const throttled: SpanFlags = { error: true, fault: false, throttle: true }
const erroneous: SpanFlags = { error: true, fault: false, throttle: false }
const faulty: SpanFlags = { error: false, fault: true, throttle: false }

function flagsOfStatus(status: number | undefined): SpanFlags {
  if (status === undefined || status < 400 || status > 599) return fine
  if (status === 429) return throttled
  return status < 500 ? erroneous : faulty
}
