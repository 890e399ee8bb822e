import type { HealthReport } from '@roentgen/api'

/** A report and when it was answered, seconds. */
export interface Sample {
  readonly at: number
  readonly report: Pick<HealthReport, 'received' | 'datagrams' | 'started'>
}

/** A second. */
export interface Rates {
  readonly udp: number
  readonly http: number
  readonly rejected: number
  readonly dropped: number
}

/** Rates are told over so many seconds. */
const span = 10

/** The samples that rates are told from, with a new one; counters that began anew leave none of the old. */
export function addSample(samples: readonly Sample[], next: Sample): readonly Sample[] {
  const last = samples.at(-1)
  if (last === undefined || last.report.started !== next.report.started) return [next]
  if (next.at <= last.at) return samples
  const grown = [...samples, next]
  // The newest of those that are old enough is the other end of the span.
  const from = grown.findLastIndex(({ at }) => at <= next.at - span)
  return from <= 0 ? grown : grown.slice(from)
}

/** Undefined while one sample is all that there is. */
export function ratesOf(samples: readonly Sample[]): Rates | undefined {
  const [first] = samples
  const last = samples.at(-1)
  if (first === undefined || last === undefined || last.at <= first.at) return undefined
  const rate = (count: (report: Sample['report']) => number) =>
    Math.max(0, (count(last.report) - count(first.report)) / (last.at - first.at))
  return {
    udp: rate(({ received }) => received.accepted.udp),
    http: rate(({ received }) => received.accepted.http),
    rejected: rate(({ received }) => received.rejected),
    dropped: rate(droppedOf),
  }
}

/** Datagrams lost before anyone read them. */
export function droppedOf({ datagrams }: Pick<HealthReport, 'datagrams'>): number {
  return datagrams.dropped + (datagrams.droppedBySystem ?? 0)
}
