/** What happened to a table in one second. Units and requests. */
export interface CapacitySecond {
  /** Seconds since the epoch. */
  readonly second: number
  readonly readConsumed: number
  readonly writeConsumed: number
  readonly readThrottled: number
  readonly writeThrottled: number
}

export type CapacityCounts = Omit<CapacitySecond, 'second'>

const nothing: CapacityCounts = { readConsumed: 0, writeConsumed: 0, readThrottled: 0, writeThrottled: 0 }

/** Counts a second, the newest last, and sums since the start. Seconds without any have no entry. */
export class CapacityHistory {
  total: CapacityCounts = nothing
  private readonly seconds: CapacitySecond[] = []
  private readonly longest: number

  constructor(longestSeconds: number) {
    this.longest = longestSeconds
  }

  add(now: number, counts: Partial<CapacityCounts>): void {
    const second = Math.floor(now / 1000)
    const last = this.seconds.at(-1)
    if (last?.second === second) this.seconds[this.seconds.length - 1] = { second, ...sum(last, counts) }
    else this.seconds.push({ second, ...sum(nothing, counts) })
    this.total = sum(this.total, counts)
    while ((this.seconds[0]?.second ?? second) <= second - this.longest) this.seconds.shift()
  }

  since(now: number): readonly CapacitySecond[] {
    const oldest = Math.floor(now / 1000) - this.longest
    return this.seconds.filter(({ second }) => second > oldest)
  }
}

function sum(a: CapacityCounts, b: Partial<CapacityCounts>): CapacityCounts {
  return {
    readConsumed: a.readConsumed + (b.readConsumed ?? 0),
    writeConsumed: a.writeConsumed + (b.writeConsumed ?? 0),
    readThrottled: a.readThrottled + (b.readThrottled ?? 0),
    writeThrottled: a.writeThrottled + (b.writeThrottled ?? 0),
  }
}
