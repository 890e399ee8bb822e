import { groupsOf, type PlainValue } from './plain-figures.ts'
import type { PlainTrace } from './plain-model.ts'

/** By what lists are ordered; what is absent stands below all others. */
export const orders = {
  start: ({ start }: PlainTrace) => start,
  responsetime: ({ responseTime = -1 }: PlainTrace) => responseTime,
  duration: ({ duration }: PlainTrace) => duration,
  status: ({ root }: PlainTrace) => root?.http.status ?? -1,
  segments: ({ nodes }: PlainTrace) => nodes.length,
} as const

/** A trace as a list has it. */
export function rowOf(trace: PlainTrace) {
  const { root, responseTime, nodes } = trace
  const users = new Set(nodes.flatMap(({ segment }) => segment?.user ?? []))
  return {
    id: trace.id,
    start: trace.start / 1e6,
    duration: trace.duration / 1e6,
    ...(responseTime === undefined ? {} : { responseTime: responseTime / 1e6 }),
    ok: trace.ok,
    error: trace.error,
    fault: trace.fault,
    throttle: trace.throttle,
    partial: trace.partial,
    ...root?.http,
    users: [...users].toSorted(),
    ...(root === undefined ? {} : { entryPoint: root.entity }),
    segments: nodes.length,
    annotations: trace.annotations.length,
    annotated: annotatedOf(trace),
    revision: trace.revision,
  }
}

/** Each annotation once: traces of this proof have no more than a list shows. */
function annotatedOf({ id, annotations }: PlainTrace): readonly string[] {
  const distinct = new Set(annotations.map(([key, value]) => JSON.stringify([key, value])))
  if (distinct.size > 20) throw new Error(`${id} has more annotations than a list shows`)
  return [...distinct].toSorted()
}

/** Each trace once, by the first of these that it has. */
export function statesOf(traces: readonly PlainTrace[]) {
  const states = { fault: 0, throttle: 0, error: 0, ok: 0, rest: 0 }
  for (const { fault, throttle, error, ok } of traces)
    states[fault ? 'fault' : throttle ? 'throttle' : error ? 'error' : ok ? 'ok' : 'rest'] += 1
  return states
}

/** `annotation` stands for the values of all. */
export function* comparedGroups(traces: readonly PlainTrace[], key: string) {
  const names =
    key === 'annotation' ? new Set(traces.flatMap(({ annotations }) => annotations.map(([name]) => name))) : [undefined]
  let none: PlainTrace[] = []
  for (const name of names) {
    const own = name === undefined ? key : `annotation[${name}]`
    for (const { value, traces: having } of groupsOf(traces, own).values())
      if (name === undefined || value !== undefined) yield { key: own, value, traces: having }
  }
  if (key === 'annotation') {
    none = traces.filter(({ annotations }) => annotations.length === 0)
    if (none.length > 0) yield { key, value: undefined as PlainValue, traces: none }
  }
}
