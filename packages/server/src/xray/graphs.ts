import { Breath, type MapGroup, type Window } from '@roentgen/store'
import type { CountedSummary, JsonObject, ServiceGraph, TraceId } from '@roentgen/trace'
import { countedOf, graphOf, secondsFromMicros } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import type { Groups } from '../groups/groups.ts'
import { readMembers } from '../http/body.ts'
import { JsonBytes } from '../http/json-bytes.ts'
import { groupReference } from './groups.ts'
import { optionalString, requiredWindow } from './members.ts'
import type { Operation } from './operations.ts'
import { likelyBytes, writeServices } from './service-wire.ts'
import type { TraceDocuments } from './trace-documents.ts'
import { findTraces } from './trace-documents.ts'
import { requiredTraceIds } from './trace-ids.ts'

/** X-Ray names no limit for GetTraceGraph; Grafana asks for a hundred. */
const graphTraceLimit = 100

/** GetTraceGraph: the map of the named traces alone. */
export function getTraceGraph(documents: TraceDocuments): Operation {
  return async (body) => {
    const members = readMembers(body)
    refuseToken(members)
    const asked = requiredTraceIds(members, graphTraceLimit)
    const ids = asked.flatMap(({ id }): readonly TraceId[] => (id === undefined ? [] : [id]))
    const counted: CountedSummary[] = []
    const breath = new Breath()
    for await (const trace of findTraces(documents, ids, false)) {
      counted.push(countedOf(trace))
      if (breath.due()) await breath.taken()
    }
    return answerOf({}, graphOf(counted))
  }
}

/** GetServiceGraph: the map of a window, all in one page. */
export function getServiceGraph(
  serviceGraph: (window: Window, group: MapGroup | undefined) => Promise<ServiceGraph>,
  groups: Pick<Groups, 'forMap'>,
): Operation {
  return async (body) => {
    const asked = readMembers(body)
    const window = requiredWindow(asked)
    refuseToken(asked)
    const ofGroup = await groups.forMap(groupReference(asked))
    const members = {
      StartTime: secondsFromMicros(window.start),
      EndTime: secondsFromMicros(window.end),
      ContainsOldGroupVersions: ofGroup?.hasOld(window) ?? false,
    }
    return answerOf(members, await serviceGraph(window, ofGroup?.group))
  }
}

/** A map, and other members of its answer. */
function answerOf(members: object, graph: ServiceGraph): JsonBytes {
  const answer = new JsonBytes(likelyBytes(graph))
  const begin = JSON.stringify(members).slice(0, -1)
  answer.text(`${begin}${begin === '{' ? '' : ','}"Services":`)
  writeServices(answer, graph)
  answer.text('}')
  return answer
}

// No answer of these operations ever carries a token.
export function refuseToken(members: JsonObject): void {
  if (optionalString(members, 'NextToken') !== undefined) throw apiError('badToken')
}
