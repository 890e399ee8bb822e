import { bucketEnd } from '@roentgen/trace'
import type { Bucket, MapGraph, Requests } from './graph.ts'
import { averageOf } from './rates.ts'

export type Verdict = 'new' | 'gone' | 'failing more' | 'slower' | 'better' | 'same' | 'too few'

/** Requests of one window, of a node or of an edge. */
export interface Sample {
  readonly requests: Requests
  readonly buckets: readonly Bucket[]
}

export interface Comparison {
  readonly verdict: Verdict
  readonly now: Sample | undefined
  readonly before: Sample | undefined
}

/** A verdict needs this many requests in each window. */
export const enough = 30
/** A difference of this many standard errors comes by chance once in some 700 times. */
const sure = 3
const worthPoints = 0.01
const worthRatio = 1.2

/** The rule, for people. */
export const comparisonRule =
  `With ${enough} requests or more in both periods: failing more when the share of errors, faults and throttles rose by at least ` +
  `1 point; slower when the typical (geometric mean) response time rose by at least 20 %; each only where chance alone would show it less ` +
  'than once in 700 times. Better is the reverse of either.'

/**
 * How requests went, beside those of the period before. The rule is {@link comparisonRule}: two proportions by their pooled
 * standard error, response times by the mean of their logarithms, so that one slow request does not make a service slow.
 */
export function compare(now: Sample | undefined, before: Sample | undefined): Comparison {
  return { verdict: verdictOf(now, before), now, before }
}

function verdictOf(now: Sample | undefined, before: Sample | undefined): Verdict {
  if (now === undefined || now.requests.total === 0) return 'gone'
  if (before === undefined || before.requests.total === 0) return 'new'
  if (now.requests.total < enough || before.requests.total < enough) return 'too few'
  const failures = failureChange(now.requests, before.requests)
  if (failures > 0) return 'failing more'
  const pace = paceChange(now.buckets, before.buckets)
  if (pace > 0) return 'slower'
  return failures < 0 || pace < 0 ? 'better' : 'same'
}

/** 1: fails more; −1: fails less; 0: no difference that counts. */
function failureChange(now: Requests, before: Requests): number {
  const failed = ({ total, ok }: Requests) => total - ok
  const difference = failed(now) / now.total - failed(before) / before.total
  const pooled = (failed(now) + failed(before)) / (now.total + before.total)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / now.total + 1 / before.total))
  return Math.abs(difference) >= worthPoints && Math.abs(difference) >= sure * error ? Math.sign(difference) : 0
}

/** 1: slower; −1: faster; 0: no difference that counts. */
function paceChange(now: readonly Bucket[], before: readonly Bucket[]): number {
  const a = logarithms(now)
  const b = logarithms(before)
  if (a.count < enough || b.count < enough) return 0
  const difference = a.mean - b.mean
  const error = Math.sqrt(a.variance / a.count + b.variance / b.count)
  return Math.abs(difference) >= Math.log(worthRatio) && Math.abs(difference) >= sure * error
    ? Math.sign(difference)
    : 0
}

function logarithms(buckets: readonly Bucket[]): { count: number; mean: number; variance: number } {
  let count = 0
  let sum = 0
  let squares = 0
  for (const bucket of buckets) {
    const middle = Math.log(((bucketEnd(bucket.edge) ?? bucket.edge) + bucket.edge) / 2)
    count += bucket.count
    sum += bucket.count * middle
    squares += bucket.count * middle * middle
  }
  const mean = count === 0 ? 0 : sum / count
  return { count, mean, variance: count === 0 ? 0 : Math.max(0, squares / count - mean * mean) }
}

export interface GraphComparison {
  readonly nodes: ReadonlyMap<number, Comparison>
  readonly edges: ReadonlyMap<string, Comparison>
}

/** Each node and edge of either map. */
export function compareGraphs(now: MapGraph, before: MapGraph): GraphComparison {
  return { nodes: compareEach(now.node, before.node), edges: compareEach(now.edge, before.edge) }
}

function compareEach<Id>(now: ReadonlyMap<Id, Sample>, before: ReadonlyMap<Id, Sample>): ReadonlyMap<Id, Comparison> {
  return new Map(
    [...new Set([...now.keys(), ...before.keys()])].map((id) => [id, compare(now.get(id), before.get(id))]),
  )
}

/** Average response time now as a multiple of the one before; undefined where either has no requests. */
export function averageRatio({ now, before }: Comparison): number | undefined {
  const a = now && averageOf(now.requests)
  const b = before && averageOf(before.requests)
  return a === undefined || b === undefined || b === 0 ? undefined : a / b
}
