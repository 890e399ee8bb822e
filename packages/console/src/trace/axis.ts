/** A stretch of the trace that is looked at, in microseconds from its start. */
export interface Zoom {
  readonly from: number
  readonly to: number
}

/** Nobody can look closer: whole microseconds are what is kept. */
const closest = 20

/** The stretch within the trace, at least some microseconds wide. */
export function zoomWithin({ from, to }: Zoom, duration: number): Zoom {
  const width = Math.min(Math.max(closest, Math.abs(to - from)), duration)
  const start = Math.min(Math.max(0, Math.min(from, to)), duration - width)
  return { from: start, to: start + width }
}

/** Closer by a factor (farther by one below 1) around a moment, which stays where it is. */
export function zoomedBy({ from, to }: Zoom, factor: number, around: number, duration: number): Zoom {
  const width = (to - from) / factor
  const share = to === from ? 0.5 : (around - from) / (to - from)
  return zoomWithin({ from: around - width * share, to: around + width * (1 - share) }, duration)
}

/** To the side by a share of what is seen. */
export function pannedBy({ from, to }: Zoom, share: number, duration: number): Zoom {
  const start = Math.min(Math.max(0, from + (to - from) * share), duration - (to - from))
  return zoomWithin({ from: start, to: start + to - from }, duration)
}

/** `120~4500`; undefined for what is no zoom. */
export function parseZoom(text: string | undefined, duration: number): Zoom | undefined {
  const found = /^(\d{1,15})~(\d{1,15})$/.exec(text ?? '')
  if (found === null) return undefined
  const [, from, to] = found.map(Number)
  return from === undefined || to === undefined || to <= from ? undefined : zoomWithin({ from, to }, duration)
}

export function printZoom({ from, to }: Zoom): string {
  return `${Math.round(from)}~${Math.round(to)}`
}

export interface Ticks {
  /** Microseconds between two of them. */
  readonly step: number
  readonly at: readonly number[]
}

const steps = [1, 2, 2.5, 5, 10]

/** Round moments, about ten of them where there is room. */
export function ticksOf({ from, to }: Zoom, width: number): Ticks {
  const wanted = Math.max(1, Math.min(10, Math.floor(width / 76)))
  const least = Math.max(1, (to - from) / wanted)
  const step = niceStep(least)
  const at: number[] = []
  for (let n = Math.ceil(from / step); n * step <= to; n++) at.push(n * step)
  return { step, at }
}

/** Minutes and hours have sixty parts. */
function niceStep(least: number): number {
  const minute = 60e6
  for (const round of [1, 2, 5, 10, 15, 30, 60, 120, 300, 600])
    if (least > 30e6 && round * minute >= least) return round * minute
  if (least > 20e6 && least <= 30e6) return 30e6
  const power = 10 ** Math.floor(Math.log10(least))
  const step = (steps.find((one) => one * power >= least * 0.9999) ?? 10) * power
  return step < 10 ? Math.ceil(step) : step
}
