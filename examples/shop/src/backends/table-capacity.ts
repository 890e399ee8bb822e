import { type CapacityCounts, CapacityHistory, type CapacitySecond } from './capacity-history.ts'
import type { OperationCost } from './operation-cost.ts'
import { changed, fullBucket, refilled, spent, type TokenBucket } from './token-bucket.ts'

/** What `roentgen shop capacity` and the control page show of a table. */
export interface CapacityReport {
  readonly table: string
  readonly read: number
  readonly write: number
  readonly burstSeconds: number
  readonly total: CapacityCounts
  /** The last ten minutes; seconds without any request are left out. */
  readonly seconds: readonly CapacitySecond[]
}

interface Provision {
  readonly read: number
  readonly write: number
}

const historySeconds = 600

/** A table with provisioned capacity: how much it may take now, and what it took and refused. */
export class TableCapacity {
  readonly table: string
  private provision: Provision
  private burstSeconds: number
  private buckets: Readonly<Record<OperationCost['kind'], TokenBucket>>
  private readonly history = new CapacityHistory(historySeconds)

  constructor(table: string, provision: Provision, burstSeconds: number, now: number) {
    this.table = table
    this.provision = provision
    this.burstSeconds = burstSeconds
    this.buckets = {
      read: fullBucket(provision.read, burstSeconds, now),
      write: fullBucket(provision.write, burstSeconds, now),
    }
  }

  change(provision: Provision, burstSeconds: number, now: number): void {
    this.provision = provision
    this.burstSeconds = burstSeconds
    this.buckets = {
      read: changed(this.buckets.read, provision.read, burstSeconds, now),
      write: changed(this.buckets.write, provision.write, burstSeconds, now),
    }
  }

  /** Takes the units when they are there. A request of more than a full bucket passes on a full one. */
  take(kind: OperationCost['kind'], units: number, now: number): boolean {
    const bucket = refilled(this.buckets[kind], now)
    const enough = bucket.tokens >= Math.min(units, bucket.brim)
    this.buckets = { ...this.buckets, [kind]: enough ? spent(bucket, units) : bucket }
    if (!enough) this.history.add(now, kind === 'read' ? { readThrottled: 1 } : { writeThrottled: 1 })
    return enough
  }

  /** What a request that was let through has used, of which `taken` are taken already. */
  settle(kind: OperationCost['kind'], taken: number, used: number, now: number): void {
    this.buckets = { ...this.buckets, [kind]: spent(refilled(this.buckets[kind], now), used - taken) }
    this.history.add(now, kind === 'read' ? { readConsumed: used } : { writeConsumed: used })
  }

  report(now: number): CapacityReport {
    return {
      table: this.table,
      ...this.provision,
      burstSeconds: this.burstSeconds,
      total: this.history.total,
      seconds: this.history.since(now),
    }
  }
}
