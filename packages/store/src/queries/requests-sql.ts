import { graphLimits } from '@roentgen/trace'
import { edgeBit, segmentBit } from '../summary-flags.ts'
import { state } from './request-sums.ts'

/** The traces that a map counts, as SQL: of each table what stands after `from`, and the number that names a trace's map. */
export type TracesSql = readonly {
  readonly from: string
  readonly at: string
  /** Only the map at {folded:Int64}. */
  readonly isOneMap: boolean
}[]

function eachTrace(traces: TracesSql, columns: readonly string[]): string {
  return traces
    .map(({ from, at, isOneMap }) => {
      const all = `select
        toInt64(${at}) as at,
        ${columns.join(',\n        ')}
      from ${from}`
      return isOneMap ? `select * from (${all}) where at = {folded:Int64}` : all
    })
    .join('\n      union all\n      ')
}

const segmentColumns = ['entity', 'name', 'type', 'account', 'flags', 'start', 'duration']

/** Each segment of the traces in question: a request to its entity. */
export function segmentsSql(traces: TracesSql): string {
  return `
    select
      at,
      own as entity,
      own_name as name,
      own_type as type,
      own_account as account,
      own_flags as flags,
      own_start as start,
      own_duration as duration,
      isNotNull(duration) as ended,
      ${state(segmentBit)} as state
    from (
      ${eachTrace(
        traces,
        segmentColumns.map((column) => `segment.${column}`),
      )}
    )
    array join
      segment.entity as own,
      ${segmentColumns
        .slice(1)
        .map((column) => `segment.${column} as own_${column}`)
        .join(',\n      ')}`
}

const edgeColumns = ['caller', 'callee', 'flags', 'start', 'duration']

/** Each call in the traces in question. */
export function callsSql(traces: TracesSql): string {
  return `
    select
      at,
      own_caller as caller,
      own_callee as callee,
      bitAnd(own_flags, ${edgeBit.link}) != 0 as link,
      own_flags as flags,
      own_start as start,
      own_duration as duration,
      isNotNull(duration) as ended,
      ${state(edgeBit)} as state
    from (
      ${eachTrace(
        traces,
        edgeColumns.map((column) => `edge.${column}`),
      )}
    )
    array join
      ${edgeColumns.map((column) => `edge.${column} as own_${column}`).join(',\n      ')}
    where own_callee != 0`
}

/** The number of `(other)`. */
export const otherNumber = 1

/** The entities that keep their names: those with the most requests. One place is left for the others. */
function busiestEntitiesSql(traces: TracesSql): string {
  return `(
    select entity
    from (${segmentsSql(traces)}
    )
    group by entity
    order by countIf(ended) desc, any(name), any(type), any(account)
    limit ${graphLimits.nodes - 1}
  )`
}

/** The segments of entities that may be folded; `number` is what they are counted under. */
export function foldedSegmentsSql(traces: TracesSql): string {
  return `
    select
      *,
      if(entity in ${busiestEntitiesSql(traces)}, entity, toUInt64(${otherNumber})) as number
    from (${segmentsSql(traces)}
    )`
}

/** The calls between entities that may be folded. */
function foldedCallsSql(traces: TracesSql): string {
  const busiest = busiestEntitiesSql(traces)
  return `
    select
      * except (caller, callee),
      if(caller = 0 or caller in ${busiest}, caller, toUInt64(${otherNumber})) as from_number,
      if(callee in ${busiest}, callee, toUInt64(${otherNumber})) as to_number
    from (${callsSql(traces)}
    )`
}

/** The same, as edges that may be folded: those with the most requests keep their ends. */
export function foldedEdgesSql(traces: TracesSql): string {
  const calls = foldedCallsSql(traces)
  return `
    select
      * except (kept, link, from_number, to_number),
      if(kept, from_number, toUInt64(${otherNumber})) as caller,
      if(kept, to_number, toUInt64(${otherNumber})) as callee,
      kept and link as link
    from (
      select
        *,
        (from_number, to_number, link) in (
          select
            from_number,
            to_number,
            link
          from (${calls}
          )
          group by from_number, to_number, link
          order by countIf(ended) desc, from_number, to_number, link
          limit ${graphLimits.edges - 1}
        ) as kept
      from (${calls}
      )
    )`
}
