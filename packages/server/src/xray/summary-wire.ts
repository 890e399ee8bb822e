import type { HttpShape, TraceSummaryShape } from '@roentgen/api'
import type { ListedTrace } from '@roentgen/store'
import type { AnnotationValue, Entity, HttpDigest, Micros, RootCause, RootCauseEntity } from '@roentgen/trace'
import { secondsFromMicros } from '@roentgen/trace'
import { groupBy } from './group-by.ts'
import { entityKey } from './reference-ids.ts'
import { identity } from './service-wire.ts'

type ListedSegment = ListedTrace['segments'][number]

/**
 * X-Ray's TraceSummary (api.md section 4): every member of the shape; lists are there when empty, values only where
 * the trace has them.
 *
 * @param eventsFrom the start of an Event window: MatchedEventTime is the first moment in it at which the trace ran.
 */
export function traceSummaryWire(summary: ListedTrace, eventsFrom: Micros | undefined): TraceSummaryShape {
  const { segments, rootCauses } = summary
  const root = segments[summary.root]
  return {
    Id: summary.traceId,
    StartTime: secondsFromMicros(summary.start),
    Duration: secondsFromMicros(summary.duration),
    ...(summary.responseTime === undefined ? {} : { ResponseTime: secondsFromMicros(summary.responseTime) }),
    HasFault: summary.fault,
    HasError: summary.error,
    HasThrottle: summary.throttle,
    IsPartial: summary.partial,
    // Always an object: Grafana reads its members without asking.
    Http: httpWire(summary.http),
    Annotations: annotationsWire(summary),
    Users: usersWire(segments),
    ServiceIds: distinct(segments.map((segment) => segment.entity)).map(identity),
    ResourceARNs: values(segments, (segment) => segment.resourceArn).map((ARN) => ({ ARN })),
    InstanceIds: values(segments, (segment) => segment.instanceId).map((Id) => ({ Id })),
    AvailabilityZones: values(segments, (segment) => segment.availabilityZone).map((Name) => ({ Name })),
    ...(root === undefined ? {} : { EntryPoint: identity(root.entity) }),
    FaultRootCauses: rootCausesWire(rootCauses, 'fault'),
    ErrorRootCauses: rootCausesWire(rootCauses, 'error'),
    ResponseTimeRootCauses: rootCausesWire(rootCauses, 'responsetime'),
    Revision: summary.revision,
    ...(eventsFrom === undefined
      ? {}
      : { MatchedEventTime: secondsFromMicros(Math.max(summary.start, eventsFrom) as Micros) }),
  }
}

function httpWire(http: HttpDigest | undefined): HttpShape {
  return {
    HttpURL: http?.url,
    HttpStatus: http?.status,
    HttpMethod: http?.method,
    UserAgent: http?.userAgent,
    ClientIp: http?.clientIp,
  }
}

function annotationsWire(summary: ListedTrace): TraceSummaryShape['Annotations'] {
  const byKey = groupBy(summary.annotations, (annotation) => annotation.key)
  // fromEntries, because a key may be called __proto__.
  return Object.fromEntries(
    [...byKey].map(([key, annotations]) => [
      key,
      [...groupBy(annotations, ({ value }) => value)].map(([value, holders]) => ({
        AnnotationValue: annotationValueWire(value),
        ServiceIds: distinct(entitiesAt(summary, holders)).map(identity),
      })),
    ]),
  )
}

function entitiesAt(summary: ListedTrace, holders: readonly { readonly segment: number }[]): readonly Entity[] {
  return holders.flatMap(({ segment }) => summary.segments[segment]?.entity ?? [])
}

function annotationValueWire(value: AnnotationValue): object {
  if (typeof value === 'string') return { StringValue: value }
  return typeof value === 'number' ? { NumberValue: value } : { BooleanValue: value }
}

function usersWire(segments: readonly ListedSegment[]): readonly object[] {
  return values(segments, (segment) => segment.user).map((user) => ({
    UserName: user,
    ServiceIds: distinct(segments.filter((segment) => segment.user === user).map((segment) => segment.entity)).map(
      identity,
    ),
  }))
}

function rootCausesWire(causes: readonly RootCause[], kind: RootCause['kind']): readonly object[] {
  return causes
    .filter((cause) => cause.kind === kind)
    .map((cause) => ({
      Services: cause.services.map((service) => ({
        ...identity(service.entity),
        EntityPath: service.path.map((entity) => rootCauseEntityWire(entity, kind)),
        Inferred: service.inferred,
      })),
      ClientImpacting: cause.clientImpacting,
    }))
}

function rootCauseEntityWire(entity: RootCauseEntity, kind: RootCause['kind']): object {
  const { name, remote, exceptions, coverage } = entity
  if (kind === 'responsetime') return { Name: name, Coverage: coverage ?? 0, Remote: remote }
  return {
    Name: name,
    Exceptions: exceptions.map((exception) => ({ Name: exception.name, Message: exception.message })),
    Remote: remote,
  }
}

function distinct(entities: readonly Entity[]): readonly Entity[] {
  return [...new Map(entities.map((entity) => [entityKey(entity), entity])).values()]
}

function values(
  segments: readonly ListedSegment[],
  read: (segment: ListedSegment) => string | undefined,
): readonly string[] {
  return [...new Set(segments.flatMap((segment) => read(segment) ?? []))]
}
