import type { Window } from '@roentgen/store'
import type { JsonObject, ServiceGraph, TraceId } from '@roentgen/trace'
import { graphOf, secondsFromMicros } from '@roentgen/trace'
import { apiError } from '../errors.ts'
import { readMembers } from '../http/body.ts'
import { optionalString, requiredWindow } from './members.ts'
import type { Operation } from './operations.ts'
import { servicesOf } from './service-wire.ts'
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
    const found = await findTraces(documents, ids, false)
    return { Services: servicesOf(graphOf([...found.values()].map(({ summary }) => summary))) }
  }
}

/** GetServiceGraph: the map of a window, all in one page. */
export function getServiceGraph(serviceGraph: (window: Window) => Promise<ServiceGraph>): Operation {
  return async (body) => {
    const members = readMembers(body)
    const window = requiredWindow(members)
    refuseUnknownGroup(members)
    refuseToken(members)
    return {
      StartTime: secondsFromMicros(window.start),
      EndTime: secondsFromMicros(window.end),
      Services: servicesOf(await serviceGraph(window)),
      ContainsOldGroupVersions: false,
    }
  }
}

// No answer of these operations ever carries a token.
export function refuseToken(members: JsonObject): void {
  if (optionalString(members, 'NextToken') !== undefined) throw apiError('badToken')
}

export function refuseUnknownGroup(members: JsonObject): void {
  const name = optionalString(members, 'GroupName')
  if (name !== undefined && name !== 'Default') throw apiError('unknownGroup', name)
  const arn = optionalString(members, 'GroupARN')
  if (arn !== undefined && !/:group\/Default(\/|$)/.test(arn)) throw apiError('unknownGroup', arn)
}
