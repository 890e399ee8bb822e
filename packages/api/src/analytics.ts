/**
 * Which traces a question of `/api/traces/…` is about: all that started in [start, end) and fit filter and group. Times are
 * epoch seconds, durations seconds. All figures are of all of them: there is no sample.
 */
export interface TraceSetQuestion {
  readonly start: number
  readonly end: number
  readonly filter?: string
  readonly group?: string
}

/** Figures of some traces: what `POST /api/traces/count` answers. Each of the states has as many traces as its filter finds. */
export interface TraceFigures {
  readonly count: number
  readonly ok: number
  readonly error: number
  readonly fault: number
  readonly throttle: number
  /** Traces with a response time, of which the rest is; null where there are none. */
  readonly answered: number
  readonly mean: number | null
  /** Of all response times in order the one at position floor(share × answered), from 0. */
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
  readonly max: number | null
}

export type TraceListOrder = 'start' | 'responsetime' | 'duration' | 'status' | 'segments'

export interface TraceListRequest extends TraceSetQuestion {
  /** `start` without it. A trace without response time or status stands below all others. */
  readonly order?: TraceListOrder
  /** `desc` without it. */
  readonly direction?: 'asc' | 'desc'
  /** 100 without it, at most 1,000. */
  readonly limit?: number
  /** `after` of the page before, of the same question. */
  readonly after?: string
  /** Keys whose annotations are wanted in any case, at most 100. */
  readonly annotations?: readonly string[]
}

export interface TraceList {
  readonly traces: readonly TraceRow[]
  /** null: there are no more. */
  readonly after: string | null
}

/** A trace in a list. What it does not have is left out. */
export interface TraceRow {
  readonly id: string
  readonly start: number
  readonly duration: number
  readonly responseTime?: number
  readonly ok: boolean
  readonly error: boolean
  readonly fault: boolean
  readonly throttle: boolean
  /** Some segment is in progress or missing. */
  readonly partial: boolean
  readonly method?: string
  readonly url?: string
  readonly status?: number
  readonly clientIp?: string
  readonly userAgent?: string
  readonly users: readonly string[]
  readonly entryPoint?: EntityName
  readonly segments: number
  /** How many there are. */
  readonly annotations: number
  /** Those of the keys that were asked for, and the first 20. A value that several segments have is there once. */
  readonly annotated: readonly TraceAnnotation[]
  readonly revision: number
}

export interface TraceAnnotation {
  readonly key: string
  /** Texts are cut after 500 characters. */
  readonly value: string | number | boolean
}

export interface EntityName {
  readonly name: string
  readonly type: string
}

/**
 * By what traces are told apart. `annotation[key]` stands for any key; `annotation` are the keys themselves. Root causes are
 * their last services, and the last exceptions' messages.
 */
export type TraceKey =
  | 'url'
  | 'status'
  | 'method'
  | 'user'
  | 'clientip'
  | 'useragent'
  | 'service'
  | 'entrypoint'
  | 'annotation'
  | `annotation[${string}]`
  | 'rootcause.fault'
  | 'rootcause.error'
  | 'rootcause.responsetime'
  | 'rootcause.fault.message'
  | 'rootcause.error.message'
  | 'instance'
  | 'arn'
  | 'zone'

/** A value of a key, and how to ask for its traces. */
export interface TraceKeyValue {
  /** null: the traces that have none. */
  readonly value: string | number | boolean | null
  /** Of a service. */
  readonly type?: string
  /** Finds these traces and no others; null where no filter does. */
  readonly filter: string | null
}

export type TraceGroupsOrder = 'count' | 'mean' | 'p95' | 'ok' | 'error' | 'fault' | 'throttle' | 'value'

interface TraceKeyQuestion extends TraceSetQuestion {
  readonly by: TraceKey
  /** 50 without it, at most 1,000. */
  readonly limit?: number
  /** Only values that have this in them, whatever their case. */
  readonly contains?: string
}

export interface TraceGroupsRequest extends TraceKeyQuestion {
  /** `count` without it. A group without response times stands below all others. */
  readonly order?: TraceGroupsOrder
  /** `desc` without it. */
  readonly direction?: 'asc' | 'desc'
}

/** What `POST /api/traces/group-by` answers. A trace with several values counts with each. */
export interface TraceGroups {
  readonly by: TraceKey
  /** Of the whole set. */
  readonly total: TraceFigures
  /** Values that there are (of those sought), absence too; `groups` may have fewer. */
  readonly distinct: number
  /** The first in the order. `share` is of all traces of the set, 0 to 1. */
  readonly groups: readonly (TraceKeyValue & TraceFigures & { readonly share: number })[]
}

/** Half-open; null: it has no end. */
export interface TraceBin {
  readonly from: number
  readonly to: number | null
  readonly count: number
  readonly filter: string
}

/** What `POST /api/traces/histogram` answers. Bins are of response times. */
export interface TraceHistogramReport {
  readonly figures: TraceFigures
  /** 25 from 0 to the longest. */
  readonly equal: readonly TraceBin[]
  /** The buckets of maps that have traces, each some 10 % wide. */
  readonly log: readonly TraceBin[]
}

export interface TraceActivityRequest extends TraceSetQuestion {
  /** Seconds, at least 1, and such that there are at most 2,000; without it the window has at most 60. */
  readonly period?: number
}

/** What `POST /api/traces/activity` answers; periods without traces are left out. */
export interface TraceActivity {
  readonly period: number
  readonly periods: readonly (TraceFigures & { readonly start: number; readonly states: TraceStates })[]
}

/** Each trace once, by the first of these that it has; `rest` are those that have not answered. */
export interface TraceStates {
  readonly fault: number
  readonly throttle: number
  readonly error: number
  readonly ok: number
  readonly rest: number
}

export type TraceValuesRequest = TraceKeyQuestion

/** What `POST /api/traces/values` answers: the most frequent first. */
export interface TraceValues {
  readonly values: readonly (TraceKeyValue & { readonly count: number })[]
}

export interface TraceCompareRequest {
  readonly a: TraceSetQuestion
  readonly b: TraceSetQuestion
  /** All without it: `annotation` then stands for the values of all annotations. */
  readonly by?: readonly TraceKey[]
  /** Values of each key: 20 without it, at most 1,000. */
  readonly limit?: number
  /**
   * For a first look: of sets that have more traces together, about so many are compared, from stretches of time that are
   * spread evenly over each window. At least 1,000; without it all are compared.
   */
  readonly most?: number
}

/** What `POST /api/traces/compare` answers: what tells the traces of A from those of B. */
export interface TraceComparison {
  /** Of the traces that were compared, as all counts here. */
  readonly a: TraceFigures
  readonly b: TraceFigures
  /** Of all traces of both sets, those that were compared: 1 without `most`. */
  readonly share: number
  /** Bins of both, `log` alone. */
  readonly histogram: readonly (Omit<TraceBin, 'count' | 'filter'> & { readonly a: number; readonly b: number })[]
  /** Values that were compared, of all keys: those that at least 5 traces have, in both sets together. */
  readonly compared: number
  /** The surest difference first. */
  readonly values: readonly ComparedTraceValue[]
}

export interface ComparedTraceValue extends TraceKeyValue {
  readonly key: TraceKey
  readonly a: number
  readonly b: number
  readonly shareOfA: number
  readonly shareOfB: number
  /** shareOfA − shareOfB. */
  readonly difference: number
  /** Odds in A divided by odds in B, and where that surely lies (decision 100). */
  readonly ratio: number
  readonly low: number
  /** null: it has no end. */
  readonly high: number | null
  /** 1 lies outside: not chance, with 99 % for all values together. */
  readonly significant: boolean
}
