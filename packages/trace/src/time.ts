/** Whole microseconds since the epoch, or a span of them. X-Ray's wire form is {@link EpochSeconds}. */
export type Micros = number & { readonly __unit: 'µs' }

/** Seconds since the epoch with a fraction: X-Ray's wire form of a time. */
export type EpochSeconds = number & { readonly __unit: 's' }

/** The nearest whole microsecond. Doubles hold today's epoch seconds to about 0.2 µs, so nothing that X-Ray keeps is lost. */
export function microsFromSeconds(seconds: number): Micros {
  // In two parts, for today's epoch seconds times a million have no room left for what decides the rounding.
  const whole = Math.floor(seconds)
  return (whole * 1e6 + Math.round((seconds - whole) * 1e6)) as Micros
}

/** X-Ray's wire form of a time or a span. */
export function secondsFromMicros(micros: Micros): EpochSeconds {
  return (micros / 1e6) as EpochSeconds
}

/** The span from one time to another, never negative: clocks of two machines may disagree. */
export function spanBetween(start: Micros, end: Micros): Micros {
  return Math.max(0, end - start) as Micros
}
