/** The one place that writes numbers, durations and rates. */

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** 1234567 → `1,234,567`. */
export function countText(count: number): string {
  return whole.format(count)
}

/** Seconds → `0.6 ms`, `89.0 ms`, `103 ms`, `1.10 s`, `25.8 s`, `3.2 min`, `1.5 h`. X-Ray's console, with SI units. */
export function durationText(seconds: number): string {
  const milliseconds = seconds * 1000
  if (milliseconds < 0.05) return milliseconds === 0 ? '0 ms' : `${Math.max(1, Math.round(seconds * 1e6))} µs`
  if (milliseconds < 99.95) return `${milliseconds.toFixed(1)} ms`
  if (milliseconds < 999.5) return `${milliseconds.toFixed(0)} ms`
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`
  if (seconds < 5970) return `${(seconds / 60).toFixed(1)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}

/** A moment on a scale whose ticks are `step` seconds apart, in the unit of the step: `0 ms`, `50 ms`, `1.5 s`, `2 min`. */
export function tickText(seconds: number, step: number): string {
  const [unit, size] =
    step >= 60
      ? (['min', 60] as const)
      : step >= 0.25
        ? (['s', 1] as const)
        : step >= 0.00025
          ? (['ms', 1e-3] as const)
          : (['µs', 1e-6] as const)
  return `${Number((seconds / size).toFixed(2))} ${unit}`
}

/** Traces a minute: `0.2`, `4.5`, `27`, `1,200`. */
export function rateText(perMinute: number): string {
  if (perMinute === 0) return '0'
  if (perMinute < 0.05) return '< 0.1'
  return perMinute < 9.95 ? perMinute.toFixed(1) : whole.format(perMinute)
}

/** A share of one → `0 %`, `< 0.1 %`, `3.4 %`, `49 %`, `100 %`; 100 only when it is all. */
export function shareText(share: number): string {
  if (!(share > 0)) return '0 %'
  const percent = share * 100
  if (percent < 0.1) return '< 0.1 %'
  if (share < 1 && percent >= 99.5) return `${Math.min(99.9, percent).toFixed(1)} %`
  return percent < 9.95 ? `${percent.toFixed(1)} %` : `${percent.toFixed(0)} %`
}

/** `1.2 MiB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${unit === 0 || value >= 99.95 ? value.toFixed(0) : value.toFixed(1)} ${units[unit]}`
}

/** `1 trace`, `2 traces`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`
}

/** How many times as much: `1.05`, `3.2`, `12`, `1,200`. */
export function timesText(factor: number): string {
  if (factor < 1.995) return factor.toFixed(2)
  return factor < 9.95 ? factor.toFixed(1) : whole.format(factor)
}

/** A difference of shares of one, in points of percent: `+57 points`, `−0.3 points`, `the same`. */
export function pointsText(difference: number): string {
  const points = Math.abs(difference) * 100
  if (points < 0.005) return 'the same'
  const size = points < 0.095 ? points.toFixed(2) : points < 9.95 ? points.toFixed(1) : points.toFixed(0)
  return `${difference > 0 ? '+' : '−'}${size} ${Number(size) === 1 ? 'point' : 'points'}`
}

/** A change of a duration in seconds: `+12.0 ms`, `−1.10 s`, `0 ms`. */
export function changeText(seconds: number): string {
  return seconds === 0 ? durationText(0) : `${seconds > 0 ? '+' : '−'}${durationText(Math.abs(seconds))}`
}
