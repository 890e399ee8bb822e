import type { SamplingRule } from './default-rule.ts'

/** Seconds between two reports of a client. The Node and Python SDKs honour multiples of 10 only. */
export const reportInterval = 10
/** A client that was silent for three reports holds no quota any more. */
const activeSeconds = 3 * reportInterval
/** How long a client may use its quota without a new one (developer guide: five minutes). */
const quotaSeconds = 300
/** Clients remembered a rule; the ones that reported longest ago are forgotten first. */
const clientLimit = 10_000

/** What one client counted for one rule since its last report. */
export interface SamplingStatistics {
  readonly ruleName: string
  readonly clientId: string
  readonly requestCount: number
}

/** X-Ray's SamplingTargetDocument. */
export interface SamplingTarget {
  readonly RuleName: string
  readonly FixedRate: number
  readonly ReservoirQuota: number
  readonly ReservoirQuotaTTL: number
  readonly Interval: number
}

export interface UnprocessedStatistics {
  readonly RuleName: string
  readonly ErrorCode: string
  readonly Message: string
}

interface Report {
  readonly clientId: string
  readonly requestCount: number
  /** Epoch seconds. */
  readonly at: number
}

/**
 * Divides each rule's reservoir among the clients that use it (sampling.md section 6). Time is handed in: the same
 * reports at the same times give the same quotas.
 */
export class SamplingQuotas {
  readonly #reports = new Map<string, Map<string, Report>>()

  /** The targets of one request's statistics, in their order. `now` in epoch seconds. */
  answer(
    rules: readonly SamplingRule[],
    statistics: readonly SamplingStatistics[],
    now: number,
  ): { readonly targets: readonly SamplingTarget[]; readonly unprocessed: readonly UnprocessedStatistics[] } {
    const targets: SamplingTarget[] = []
    const unprocessed: UnprocessedStatistics[] = []
    for (const one of statistics) {
      const rule = rules.find((candidate) => candidate.RuleName === one.ruleName)
      if (rule === undefined) {
        // The Go SDK fetches the rules again on a code that begins with 4.
        const Message = `There is no sampling rule ${JSON.stringify(one.ruleName)}.`
        unprocessed.push({ RuleName: one.ruleName, ErrorCode: '404', Message })
        continue
      }
      const quotas = divideReservoir(rule.ReservoirSize, this.#remember(one, now))
      targets.push({
        RuleName: rule.RuleName,
        // The Python SDK reads it without a default.
        FixedRate: rule.FixedRate,
        // 0 is said, not left out: absent would keep the client's old quota.
        ReservoirQuota: quotas.get(one.clientId) ?? 0,
        ReservoirQuotaTTL: Math.floor(now) + quotaSeconds,
        Interval: reportInterval,
      })
    }
    return { targets, unprocessed }
  }

  /** The active clients of the rule, this one's report among them. */
  #remember(statistics: SamplingStatistics, now: number): readonly Report[] {
    const { ruleName, clientId, requestCount } = statistics
    const reports = this.#reports.get(ruleName) ?? new Map<string, Report>()
    this.#reports.set(ruleName, reports)
    // Deleted first, so that the map stays in the order of the last report.
    reports.delete(clientId)
    reports.set(clientId, { clientId, requestCount, at: now })
    for (const [id, report] of reports) {
      if (report.at > now - activeSeconds && reports.size <= clientLimit) break
      reports.delete(id)
    }
    return [...reports.values()]
  }
}

/**
 * Requests a second for each client that had requests: an even share, the remainder one by one to the busiest.
 * Clients without requests are not in the answer and hold nothing.
 */
export function divideReservoir(
  size: number,
  reports: readonly { readonly clientId: string; readonly requestCount: number }[],
): ReadonlyMap<string, number> {
  const busy = reports
    .filter((report) => report.requestCount > 0)
    .toSorted((a, b) => b.requestCount - a.requestCount || (a.clientId < b.clientId ? -1 : 1))
  const share = Math.floor(size / Math.max(1, busy.length))
  const remainder = size - share * busy.length
  return new Map(busy.map((report, rank) => [report.clientId, share + (rank < remainder ? 1 : 0)]))
}
