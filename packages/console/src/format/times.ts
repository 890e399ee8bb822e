/** The one place that writes times: local with their offset, or UTC. */

export type Zone = 'local' | 'utc'

/** `14:03:22.120 +02:00`; in UTC `12:03:22.120 UTC`. */
export function timeText(seconds: number, zone: Zone, withMilliseconds = true): string {
  const date = shifted(seconds, zone)
  const text = date.toISOString()
  return `${text.slice(11, withMilliseconds ? 23 : 19)} ${offsetText(seconds, zone)}`
}

/** `2026-11-23 14:03:22 +02:00`. */
export function dateTimeText(seconds: number, zone: Zone, withMilliseconds = false): string {
  return `${shifted(seconds, zone).toISOString().slice(0, 10)} ${timeText(seconds, zone, withMilliseconds)}`
}

/** How long ago: `now`, `12 s ago`, `5 min ago`, `3 h ago`, `2 days ago`; ahead of now, `in 12 s`. */
export function ageText(seconds: number, now: number): string {
  const age = now - seconds
  const size = Math.abs(age)
  if (size < 1) return 'now'
  const text =
    size < 60
      ? `${Math.floor(size)} s`
      : size < 3600
        ? `${Math.floor(size / 60)} min`
        : size < 172_800
          ? `${Math.floor(size / 3600)} h`
          : `${Math.floor(size / 86_400)} days`
  return age > 0 ? `${text} ago` : `in ${text}`
}

/** `5 minutes`, `3 hours`, `7 days`: how a menu names a span. */
export function spanText(seconds: number): string {
  const [size, unit] =
    seconds % 86_400 === 0
      ? [seconds / 86_400, 'day']
      : seconds % 3600 === 0
        ? [seconds / 3600, 'hour']
        : seconds % 60 === 0
          ? [seconds / 60, 'minute']
          : [seconds, 'second']
  return `${size} ${unit}${size === 1 ? '' : 's'}`
}

/** `2026-11-23 14:00:00 – 14:05:00 +01:00`; the second day is named where it is another. */
export function stretchText(start: number, end: number, zone: Zone): string {
  const from = dateTimeText(start, zone)
  const to = dateTimeText(end, zone)
  const bare = from.slice(0, 19)
  return from.slice(0, 10) === to.slice(0, 10) ? `${bare} – ${to.slice(11)}` : `${bare} – ${to}`
}

/** As a field for date and time has it, to the second: `2026-11-23T14:03:22`. */
export function fieldText(seconds: number, zone: Zone): string {
  return shifted(Math.floor(seconds), zone).toISOString().slice(0, 19)
}

/** What such a field means; undefined where it is not filled in. */
export function fieldTime(text: string, zone: Zone): number | undefined {
  const time = Date.parse(zone === 'utc' ? `${text}Z` : text)
  return Number.isNaN(time) ? undefined : time / 1000
}

function offsetMinutes(seconds: number, zone: Zone): number {
  return zone === 'utc' ? 0 : -new Date(seconds * 1000).getTimezoneOffset()
}

function shifted(seconds: number, zone: Zone): Date {
  return new Date(Math.round(seconds * 1000) + offsetMinutes(seconds, zone) * 60_000)
}

function offsetText(seconds: number, zone: Zone): string {
  if (zone === 'utc') return 'UTC'
  const minutes = offsetMinutes(seconds, zone)
  const size = Math.abs(minutes)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${minutes < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}
