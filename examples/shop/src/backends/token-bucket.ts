/** Units that flow in at a steady rate up to a brim. Pure: the clock is the caller's. */
export interface TokenBucket {
  /** Units a second. */
  readonly rate: number
  readonly brim: number
  readonly tokens: number
  /** Milliseconds. */
  readonly at: number
}

/** @param burstSeconds how many seconds' worth of unused units are kept; one second's worth always is */
export function fullBucket(rate: number, burstSeconds: number, now: number): TokenBucket {
  const brim = rate * Math.max(1, burstSeconds)
  return { rate, brim, tokens: brim, at: now }
}

export function refilled(bucket: TokenBucket, now: number): TokenBucket {
  const passed = Math.max(0, now - bucket.at) / 1000
  return { ...bucket, tokens: Math.min(bucket.brim, bucket.tokens + passed * bucket.rate), at: now }
}

/** What a change of capacity leaves: the units that are there, as far as the new brim holds them. */
export function changed(bucket: TokenBucket, rate: number, burstSeconds: number, now: number): TokenBucket {
  const fresh = fullBucket(rate, burstSeconds, now)
  return { ...fresh, tokens: Math.min(fresh.brim, refilled(bucket, now).tokens) }
}

/** May leave a debt: what a Scan costs is known when it is done. */
export function spent(bucket: TokenBucket, units: number): TokenBucket {
  return { ...bucket, tokens: bucket.tokens - units }
}
