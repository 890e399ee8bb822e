/** Clocks that are wrong by decades make sums of times that no Int64 holds; it would wrap, and what is below 2^53 is exact as it is. */
const within = (sum: string) => `toInt64(least(${sum}, 9e18))`

/**
 * What graphOf of the domain counts, said to the engine: a request counts when it has ended, once, a throttle before a
 * fault before an error. Grouped by bucket first: one row an element and bucket is far less than one a request.
 */
export const requestSums = `
    countIf(ended and state = 0) as ok,
    countIf(ended and state = 1) as error,
    countIf(ended and state = 2) as throttle,
    countIf(ended and state = 3) as fault,
    sum(toFloat64(ifNull(duration, 0))) as total_time,
    min(start) as first,
    max(start + ifNull(duration, 0)) as last`

/** The numbers of an element in an answer, in the order in which graph-answer.ts reads them: from sums by bucket … */
export const totalsOfBuckets = `
  sum(ok),
  sum(error),
  sum(throttle),
  sum(fault),
  ${within('sum(total_time)')},
  min(first),
  max(last),
  groupArrayIf(toUInt8(indexOf({edges:Array(Int64)}, bucket) - 1), bucket >= 0),
  groupArrayIf(ok + error + throttle + fault, bucket >= 0)`

/** … and from rows of the map. */
export const totalsOfRows = `
  sum(ok),
  sum(error),
  sum(throttle),
  sum(fault),
  ${within('sum(toFloat64(total_time))')},
  min(first),
  max(last),
  sumMap(buckets, counts).1,
  sumMap(buckets, counts).2`

/** The lower edge of a duration's bucket; -1 while in progress. */
export const bucket = 'if(isNull(duration), -1, roundDown(assumeNotNull(duration), {edges:Array(Int64)}))'

/** In which state did a request end: ok (0), error (1), throttle (2) or fault (3)? `flags` are the bits of summary-flags.ts. */
export function state(bit: { readonly throttle: number; readonly fault: number; readonly error: number }): string {
  return `multiIf(
        bitAnd(flags, ${bit.throttle}) != 0, 2,
        bitAnd(flags, ${bit.fault}) != 0, 3,
        bitAnd(flags, ${bit.error}) != 0, 1,
        0)`
}
