import { assemble } from './assemble.ts'
import { compile } from './compile.ts'
import { type Draft, segment, testEpoch, testTraceId } from './document.builder.ts'
import type { JsonObject } from './json.ts'
import { type Timeline, type TimelineOptions, type TimelineSpan, timelineOf } from './timeline.ts'

/** For tests: the processed documents of a trace, as BatchGetTraces answers them. */
export function processed(...drafts: readonly Draft[]): readonly JsonObject[] {
  return compile(assemble(testTraceId, drafts.map(segment))).map(({ document }): JsonObject => JSON.parse(document))
}

export function timelineFrom(drafts: readonly Draft[], options?: TimelineOptions): Timeline {
  return timelineOf(processed(...drafts), options)
}

/** Milliseconds since the epoch of the tests. */
export function milliseconds(micros: number): number {
  return (micros - testEpoch * 1e6) / 1000
}

/** `name from-to`, in milliseconds. */
export function told({ name, start, end }: Pick<TimelineSpan, 'name' | 'start' | 'end'>): string {
  return `${name} ${milliseconds(start)}-${end === undefined ? '' : milliseconds(end)}`
}
