import { failureCauses, slowServices } from './plain-causes.ts'
import type { PlainEntity, PlainTrace } from './plain-model.ts'

/** A value of a key; undefined: the trace has none. */
export type PlainValue = { readonly value: string | number | boolean; readonly type?: string | undefined } | undefined

/** Keys of docs/reference/analytics.md, and the values that a trace has of each, by hand. */
const keys: Readonly<Record<string, (trace: PlainTrace) => readonly PlainValue[]>> = {
  url: ({ root }) => [one(root?.http.url)],
  status: ({ root }) => [one(root?.http.status)],
  method: ({ root }) => [one(root?.http.method)],
  clientip: ({ root }) => [one(root?.http.clientIp)],
  useragent: ({ root }) => [one(root?.http.userAgent)],
  user: ({ nodes }) => nodes.map(({ segment }) => one(segment?.user)),
  instance: ({ nodes }) => nodes.map(({ segment }) => one(segment?.instance)),
  arn: ({ nodes }) => nodes.map(({ segment }) => one(segment?.arn)),
  zone: ({ nodes }) => nodes.map(({ segment }) => one(segment?.zone)),
  service: ({ nodes }) => nodes.map(({ entity }) => named(entity)),
  entrypoint: ({ roots }) => roots.map(({ entity }) => named(entity)),
  // One that is false is not found by its key.
  annotation: ({ annotations }) => annotations.filter(([, value]) => value !== false).map(([key]) => one(key)),
  'rootcause.fault': (trace) => failureCauses(trace, 'fault').services.map(named),
  'rootcause.error': (trace) => failureCauses(trace, 'error').services.map(named),
  'rootcause.responsetime': (trace) => slowServices(trace).map(named),
  'rootcause.fault.message': (trace) => failureCauses(trace, 'fault').messages.map(one),
  'rootcause.error.message': (trace) => failureCauses(trace, 'error').messages.map(one),
}

export const plainKeys = Object.keys(keys)

/** Each value once; `[undefined]` where there is none. */
export function valuesOf(trace: PlainTrace, key: string): readonly PlainValue[] {
  const [, name] = /^annotation\[(.*)\]$/s.exec(key) ?? []
  const found =
    name === undefined
      ? (keys[key]?.(trace) ?? [])
      : trace.annotations.filter(([other]) => other === name).map(([, value]) => one(value))
  const distinct = new Map(found.filter((value) => value !== undefined).map((value) => [identity(value), value]))
  return distinct.size === 0 ? [undefined] : [...distinct.values()]
}

/** The same text for the same value, and for no other. */
export function identity(value: PlainValue): string {
  return value === undefined ? 'none' : JSON.stringify([value.value, value.type ?? null])
}

function one(value: string | number | boolean | undefined): PlainValue {
  return value === undefined ? undefined : { value }
}

function named({ name, type }: PlainEntity): PlainValue {
  return { value: name, type }
}

/** What `count` answers, in seconds. */
export function figuresOf(traces: readonly PlainTrace[]) {
  const times = traces.flatMap(({ responseTime }) => responseTime ?? []).toSorted((a, b) => a - b)
  const at = (share: number) => {
    const time = times[Math.floor(share * times.length)]
    return time === undefined ? null : time / 1e6
  }
  const sum = times.reduce((total, time) => total + time, 0)
  return {
    count: traces.length,
    ok: traces.filter(({ ok }) => ok).length,
    error: traces.filter(({ error }) => error).length,
    fault: traces.filter(({ fault }) => fault).length,
    throttle: traces.filter(({ throttle }) => throttle).length,
    answered: times.length,
    mean: times.length === 0 ? null : sum / times.length / 1e6,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    max: times.length === 0 ? null : (times.at(-1) ?? 0) / 1e6,
  }
}

/** Traces by value of a key; a trace counts with each of its values. */
export function groupsOf(traces: readonly PlainTrace[], key: string) {
  const groups = new Map<string, { readonly value: PlainValue; readonly traces: PlainTrace[] }>()
  for (const trace of traces)
    for (const value of valuesOf(trace, key)) {
      const group = groups.get(identity(value)) ?? { value, traces: [] }
      groups.set(identity(value), group)
      group.traces.push(trace)
    }
  return groups
}

const e24 = [10, 11, 12, 13, 15, 16, 18, 20, 22, 24, 27, 30, 33, 36, 39, 43, 47, 51, 56, 62, 68, 75, 82, 91]

/** The lower edges of the map's buckets, µs (decision 019). */
const edges = [0]
for (let decade = 10; decade <= 1e8; decade *= 10) for (const step of e24) edges.push(step * decade)
edges.push(1e10)

/** Response times by bucket: `[from, to, count]` in seconds, those that have some. */
export function bucketsOf(traces: readonly PlainTrace[]): readonly [from: number, to: number | null, count: number][] {
  return edges.flatMap((from, at): [number, number | null, number][] => {
    const to = edges[at + 1]
    const count = traces.filter(
      ({ responseTime: time }) => time !== undefined && time >= from && (to === undefined || time < to),
    ).length
    return count === 0 ? [] : [[from / 1e6, to === undefined ? null : to / 1e6, count]]
  })
}
