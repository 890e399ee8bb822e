/** Seconds since the epoch, X-Ray's form of a time on the wire. */
export type Seconds = number

/** A stretch of time that is looked at: the last so many seconds, or fixed ends (half-open). */
export type Range =
  | { readonly kind: 'last'; readonly seconds: number }
  | { readonly kind: 'fixed'; readonly start: Seconds; readonly end: Seconds }

export const defaultRange: Range = { kind: 'last', seconds: 900 }

/** Offered in the menu. */
export const lastSeconds = [300, 900, 1800, 3600, 10_800, 21_600, 86_400, 604_800] as const

/** The ends of a range at a moment. */
export function windowOf(range: Range, now: Seconds): { readonly start: Seconds; readonly end: Seconds } {
  return range.kind === 'last' ? { start: now - range.seconds, end: now } : range
}

/** Around a moment that no menu's range reaches: so far to either side, in seconds. */
const nearby = 1800

/** The range, widened where it has not the moment in it: to the shortest of the menu that has, or to the time around it. */
export function rangeWith(range: Range, moment: Seconds, now: Seconds): Range {
  const { start, end } = windowOf(range, now)
  // One that ends now goes on: what is at its very beginning would have left it when it is asked for.
  const isIn = moment >= (range.kind === 'last' ? start + range.seconds * 0.1 : start) && moment < end
  if (isIn) return range
  const seconds = lastSeconds.find((span) => moment >= now - span * 0.9)
  return seconds === undefined || moment > now
    ? { kind: 'fixed', start: Math.floor(moment) - nearby, end: Math.floor(moment) + nearby }
    : { kind: 'last', seconds }
}

/** As it stands in the URL: `PT15M`, or `START~END` in UTC. The X-Ray console's forms. */
export function printRange(range: Range): string {
  return range.kind === 'last' ? printDuration(range.seconds) : `${printTime(range.start)}~${printTime(range.end)}`
}

/** Undefined for what is no range. X-Ray's console also writes months and days with one digit. */
export function parseRange(text: string): Range | undefined {
  const duration = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?$/.exec(text)
  if (duration !== null) {
    const [, days = '0', hours = '0', minutes = '0', rest = '0'] = duration
    const seconds = Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(rest)
    return seconds > 0 ? { kind: 'last', seconds } : undefined
  }
  const [from = '', to = '', ...more] = text.split('~')
  const start = parseTime(from)
  const end = parseTime(to)
  return more.length > 0 || start === undefined || end === undefined || end <= start
    ? undefined
    : { kind: 'fixed', start, end }
}

function printDuration(seconds: number): string {
  if (seconds % 86_400 === 0) return `P${seconds / 86_400}D`
  if (seconds % 3600 === 0) return `PT${seconds / 3600}H`
  return seconds % 60 === 0 ? `PT${seconds / 60}M` : `PT${seconds}S`
}

function printTime(seconds: Seconds): string {
  return new Date(seconds * 1000).toISOString().replace(/\.000Z$/, 'Z')
}

function parseTime(text: string): Seconds | undefined {
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})T(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?Z?$/.exec(text)
  if (found === null) return undefined
  const [, year, month, day, hour, minute, second = '0', part = '0'] = found
  const whole = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
  return Number.isNaN(whole) ? undefined : whole / 1000 + Number(part)
}
