import type { Micros } from '@roentgen/trace'
import { errors } from './errors.ts'

const units: Readonly<Record<string, number>> = { ms: 1e3, s: 1e6, m: 60e6, h: 3600e6, d: 86_400e6 }

/** Reads `90s`, `5m`, `6h`, `2d`, `250ms`. Throws CommandError. */
export function parseDuration(text: string): Micros {
  const micros = readDuration(text)
  if (micros === undefined) throw errors.badDuration(text)
  return micros
}

/** The same; undefined where the text is no length of time, or none at all. */
export function readDuration(text: string): Micros | undefined {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text.trim()) ?? []
  const micros = Math.round(Number(digits) * (units[unit] ?? Number.NaN))
  return micros > 0 ? (micros as Micros) : undefined
}

/** A span as people read it, three digits at most before the point: `812 µs`, `34.5 ms`, `2.31 s`, `4m 05s`. */
export function formatDuration(micros: number): string {
  if (micros < 1000) return `${Math.round(micros)} µs`
  if (micros < 999_500) return `${(micros / 1e3).toFixed(micros < 99_950 ? 1 : 0)} ms`
  if (micros < 59_995_000) return `${(micros / 1e6).toFixed(2)} s`
  const seconds = Math.round(micros / 1e6)
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${pad(seconds % 60)}s`
  return `${Math.floor(seconds / 3600)}h ${pad(Math.floor(seconds / 60) % 60)}m`
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}
