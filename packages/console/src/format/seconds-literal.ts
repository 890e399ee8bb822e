/** Seconds in a filter: to the microsecond, and never with an exponent, which nobody likes to read. */
export function secondsLiteral(seconds: number): string {
  return seconds.toFixed(6).replace(/\.?0+$/, '')
}
